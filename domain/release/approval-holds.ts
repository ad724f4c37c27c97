import type { Instant, Release, ServingRecord } from './release';

/**
 * Whether a failed release may go on under the approval that it has: enough people approved (a rollback needs none), what
 * serves is still what the plan was made against, and the term is not over. The digests are part of the release itself.
 */
export function approvalHolds(release: Release, serving: ServingRecord | undefined, now: Instant): boolean {
  if (serving?.release !== release.previous?.release || !release.plan) return false;
  if (release.kind === 'rollback') return true;
  const approval = release.approval;
  if (!approval || now >= approval.expiresAt) return false;
  return approval.decisions.filter((decision) => decision.verb === 'approve').length >= approval.quorum;
}
