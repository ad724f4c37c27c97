import type { Release } from './release';

/** The listed approvers who may still decide: neither requester nor modeller, and not decided yet. */
export function openDeciders({ requester, modeller, approval }: Release): readonly string[] {
  const decided = new Set(approval?.decisions.map((decision) => decision.person));
  const asked = requester.kind === 'person' ? requester.objectId : undefined;
  return (approval?.approvers ?? []).filter(
    (person) => person !== asked && person !== modeller && !decided.has(person),
  );
}
