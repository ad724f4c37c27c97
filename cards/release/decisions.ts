import { type Block, row } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { personName } from '../words/people';
import type { ReleaseView } from './view';

const shownDecisions = 3;
const reasonBytes = 300;

/** Who decided what, when and why. */
export function decisionBlocks({ release, people }: ReleaseView): Block[] {
  const decisions = release.approval?.decisions ?? [];
  const left = decisions.length - shownDecisions;
  return [
    ...decisions
      .slice(0, shownDecisions)
      .map(({ verb, person, clickedAt, reason }) =>
        row(
          verb === 'approve' ? 'Approved' : 'Rejected',
          say`by ${personName(people, person)} at ${sayInstant(clickedAt)}: “${cutText(reason, reasonBytes)}”`,
        ),
      ),
    ...(left > 0 ? [row('And', say`${left} more in the record`)] : []),
  ];
}
