import { type Block, paragraph } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { actorName } from '../words/people';
import type { ReleaseView } from './view';

const reasonBytes = 400;

/** Who asked for the release, when and why. */
export function requestBlock({ release, people }: ReleaseView): Block {
  const who = actorName(people, release.requester);
  const when = sayInstant(release.requestedAt);
  const reason = release.reason?.trim() ?? '';
  if (reason === '') return paragraph(say`${who} asked for it at ${when}, without giving a reason.`);
  return paragraph(say`${who} asked for it at ${when}: “${cutText(reason, reasonBytes)}”`);
}
