import type { Instant, Release, ServingRecord } from './release';

/**
 * Whether a failed release may go on under the approval that it has: people who may decide by the policy of now approved
 * in the number that it asks for now (a rollback needs none), what serves is still what the plan was made against, and the
 * term is not over. The digests are part of the release itself.
 */
export function approvalHolds(
  release: Release,
  serving: ServingRecord | undefined,
  now: Instant,
  policy: { readonly approvers: readonly string[]; readonly quorum: number },
): boolean {
  if (serving?.release !== release.previous?.release || !release.plan) return false;
  if (release.kind === 'rollback') return true;
  const approval = release.approval;
  if (!approval || now >= approval.expiresAt) return false;
  const approvals = approval.decisions.filter(
    ({ verb, person }) => verb === 'approve' && policy.approvers.includes(person),
  );
  return approvals.length >= policy.quorum;
}
