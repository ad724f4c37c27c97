import { type Block, paragraph, section } from '../document';
import { code, say } from '../elements/phrase';
import { shortList } from '../words/short-list';
import { sayServing } from './serving-now';
import { type ReleaseView, releaseNames } from './view';

/** What is there now and what the target would change, line by line. */
export function planBlocks(view: ReleaseView): Block[] {
  const { plan } = view.release;
  const { environment } = releaseNames(view);
  return [
    section(`What changes in ${environment}`),
    paragraph(sayServing(view)),
    ...(plan
      ? shortList(
          plan.lines,
          { entries: 8, bytes: 140, rest: say`type ${code(view.fullRecord)}` },
          { before: say`Plan: ` },
        )
      : []),
  ];
}
