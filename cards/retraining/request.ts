import { alertName } from '../../domain/ids';
import { type Block, paragraph } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { actorName } from '../words/people';
import type { RetrainingView } from './view';

const reasonBytes = 400;

/** Who asked for it, when, after which alert and why. */
export function retrainingRequestBlock({ retraining, people }: RetrainingView): Block {
  const { requester, requestedAt, alert, reason } = retraining;
  const who = actorName(people, requester);
  const after = alert === undefined ? '' : ` after alert ${alertName(alert)}`;
  const start =
    requester.kind === 'system'
      ? `${who} started it${after} at ${sayInstant(requestedAt)}, by the project's policy`
      : `${who} asked for it${after} at ${sayInstant(requestedAt)}`;
  const why = reason?.trim() ?? '';
  if (why !== '') return paragraph(say`${start}: “${cutText(why, reasonBytes)}”`);
  return paragraph(requester.kind === 'system' ? say`${start}.` : say`${start}, without giving a reason.`);
}
