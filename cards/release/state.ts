import { releaseName } from '../../domain/ids';
import { approvalsMissing } from '../../domain/release/deciders';
import type { Block } from '../document';
import type { BadgeStyle } from '../elements/badge';
import { failedStep } from './title';
import { type ReleaseView, termIsOver } from './view';

/** Where the release stands, in words of its own for each ending. */
export function releaseState(view: Pick<ReleaseView, 'release' | 'now'>): {
  readonly text: string;
  readonly style: BadgeStyle;
} {
  const { release } = view;
  switch (release.state) {
    case 'preparing':
      return { text: 'Preparing', style: 'Informative' };
    case 'waiting':
      return { text: waitingText(view), style: 'Accent' };
    case 'approved':
      return {
        text: release.kind === 'rollback' ? 'Rolling back' : 'Approved, releasing',
        style: 'Accent',
      };
    case 'serving':
      return release.verified?.golden
        ? { text: 'Serving, scores verified', style: 'Good' }
        : { text: 'Serving, scores not verified', style: 'Warning' };
    case 'rejected':
      return { text: 'Rejected', style: 'Attention' };
    case 'expired':
      return { text: 'Expired without a decision', style: 'Warning' };
    case 'cancelled':
      return { text: 'Cancelled', style: 'Informative' };
    case 'superseded':
      return {
        text: `Superseded${release.supersededBy === undefined ? '' : ` by ${releaseName(release.supersededBy)}`}`,
        style: 'Informative',
      };
    case 'failed':
      return {
        text: `Failed${failedStep(view) === undefined ? '' : ` in ${failedStep(view) ?? ''}`}`,
        style: 'Attention',
      };
  }
}

export function stateBlock(view: ReleaseView): Block {
  return { kind: 'state', ...releaseState(view) };
}

function waitingText(view: Pick<ReleaseView, 'release' | 'now'>): string {
  const { release } = view;
  if (termIsOver(view)) return 'The term for a decision is over';
  const missing = approvalsMissing(release);
  const given = (release.approval?.decisions.length ?? 0) > 0;
  if (!given) return 'Waiting for approval';
  return missing === 1 ? 'Waiting for one more approval' : `Waiting for ${missing} more approvals`;
}
