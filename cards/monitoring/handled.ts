import { type Block, row } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { personName } from '../words/people';
import type { AnyAlertView } from './view';

const reasonBytes = 300;

/** Who took it, and who wanted silence, when and why. */
export function handledBlocks({ alert, people }: AnyAlertView): Block[] {
  const { acknowledged, snoozed, closed } = alert;
  return [
    ...(acknowledged
      ? [row('Acknowledged', say`by ${personName(people, acknowledged.by)} at ${sayInstant(acknowledged.at)}`)]
      : []),
    ...(snoozed
      ? [
          row(
            'Snoozed',
            say`by ${personName(people, snoozed.by)} at ${sayInstant(snoozed.at)} until ${sayInstant(snoozed.until)}${snoozed.reason === undefined ? '' : `: “${cutText(snoozed.reason, reasonBytes)}”`}`,
          ),
        ]
      : []),
    ...(closed ? [row('Closed', say`at ${sayInstant(closed.at)}`)] : []),
  ];
}
