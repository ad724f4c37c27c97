import type { Release } from './release';

/** How many more people must approve. */
export function approvalsMissing({ approval }: Pick<Release, 'approval'>): number {
  const given = approval?.decisions.filter((decision) => decision.verb === 'approve').length ?? 0;
  return Math.max(0, (approval?.quorum ?? 0) - given);
}
