import type { Release } from './release';

type Asked = Pick<Release, 'requester' | 'modeller' | 'approval' | 'takeOver'>;

/** How many more people must approve. */
export function approvalsMissing({ approval }: Pick<Release, 'approval'>): number {
  const given = approval?.decisions.filter((decision) => decision.verb === 'approve').length ?? 0;
  return Math.max(0, (approval?.quorum ?? 0) - given);
}

/** The listed approvers who may still decide: neither requester, modeller nor who asked to take over, and not decided yet. */
export function openDeciders(release: Asked): readonly string[] {
  const decided = new Set(release.approval?.decisions.map((decision) => decision.person));
  return (release.approval?.approvers ?? []).filter(
    (person) => !decided.has(person) && whyBarred(release, person) === undefined,
  );
}

/** Why four eyes keep somebody from deciding, who may be a listed approver; undefined when they do not. */
export function whyBarred(
  { requester, modeller, takeOver }: Omit<Asked, 'approval'>,
  person: string,
): 'requester' | 'modeller' | undefined {
  if (requester.kind === 'person' && requester.objectId === person) return 'requester';
  if (takeOver?.by === person) return 'requester';
  return modeller === person ? 'modeller' : undefined;
}
