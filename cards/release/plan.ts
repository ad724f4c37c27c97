import { type Block, paragraph, section } from '../document';
import { cutText } from '../elements/cut-text';
import { code, say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { actorName } from '../words/people';
import { shortList } from '../words/short-list';
import { sayServing } from './serving-now';
import { type ReleaseView, releaseNames } from './view';

const reasonBytes = 400;

/** Who had it take over what others manage there; the plan's lines say what that is. */
function takeOverBlocks({ release: { takeOver }, people }: ReleaseView): Block[] {
  if (!takeOver) return [];
  const who = actorName(people, { kind: 'person', objectId: takeOver.by });
  const reason = cutText(takeOver.reason, reasonBytes);
  return [
    paragraph(say`${who} asked at ${sayInstant(takeOver.at)} to take over what others manage there: “${reason}”`),
  ];
}

/** What is there now and what the target would change, line by line. */
export function planBlocks(view: ReleaseView): Block[] {
  const { plan } = view.release;
  const { environment } = releaseNames(view);
  return [
    section(`What changes in ${environment}`),
    paragraph(sayServing(view)),
    ...takeOverBlocks(view),
    ...(plan
      ? shortList(
          plan.lines,
          {
            ...(view.release.takeOver ? { entries: 30, bytes: 300 } : { entries: 8, bytes: 140 }),
            rest: say`type ${code(view.fullRecord)}`,
          },
          { before: say`Plan: ` },
        )
      : []),
  ];
}
