import { type Json, canonicalJson } from './canonical-json';
import { durationText } from './duration-text';
import type { Approver, BaseRule, ProjectFile } from './project';

/**
 * What applying `after` would change, one line a place in the file, for people; empty when nothing changes. Without
 * `before` the project is new and everything in it is told.
 */
export function diffProjectFiles(before: ProjectFile | undefined, after: ProjectFile): readonly string[] {
  const names = { ...before?.people, ...after.people };
  const old = before === undefined ? new Map<string, Leaf>() : leavesOf(before, names);
  const now = leavesOf(after, names);
  const paths = [...new Set([...old.keys(), ...now.keys()])].sort();
  return paths.flatMap((path) => describeChange(path, old.get(path), now.get(path)));
}

/** A single value as text, or the entries of a list in which only membership counts. */
type Leaf = string | readonly string[];

function leavesOf(file: ProjectFile, names: Readonly<Record<string, string>>): Map<string, Leaf> {
  const person = (id: string) => (names[id] === undefined ? id : `${names[id]} (${id})`);
  const approver = (entry: Approver) => (entry.kind === 'role' ? `the role ${entry.role}` : person(entry.objectId));
  const leaves = new Map<string, Leaf>();
  const { people, roles, environments, serving, monitoring, retraining, ...rest } = file;
  addLeaves(leaves, '', rest as unknown as Json);
  leaves.set(
    'people',
    Object.entries(people).map(([id, name]) => `${name} (${id})`),
  );
  for (const [role, members] of Object.entries(roles))
    leaves.set(`roles.${role}`, members === 'everyone' ? 'everyone' : members.map(person));
  if (monitoring) addLeaves(leaves, 'monitoring', readable(monitoring));
  if (retraining) addLeaves(leaves, 'retraining', readable(retraining));
  for (const [name, { target, leading, policy, recording }] of Object.entries(environments)) {
    const path = `environments.${name}`;
    addLeaves(leaves, `${path}.target`, { ...target });
    leaves.set(`${path}.leading`, String(leading));
    if (recording) addLeaves(leaves, `${path}.recording`, { ...recording });
    leaves.set(`${path}.policy.approvers`, policy.approvers.map(approver));
    leaves.set(`${path}.policy.quorum`, String(policy.quorum));
    leaves.set(`${path}.policy.quorumForSystem`, String(policy.quorumForSystem));
    leaves.set(`${path}.policy.expiry`, durationText(policy.expiryMs));
  }
  leaves.set('serving.bases', serving.bases.map(describeBase).join(', then '));
  return leaves;
}

function describeBase({ when, base, server }: BaseRule): string {
  const image = base.kind === 'scratch' ? 'scratch' : base.reference;
  const started = server === undefined ? image : `${image} started by ${server.command.join(' ')}`;
  const { target, tensorflow, ops } = when ?? {};
  const conditions = [
    ...(target === undefined ? [] : [`on ${target}`]),
    ...(tensorflow === undefined ? [] : [`saved by TensorFlow ${tensorflow}`]),
    ...(ops === undefined ? [] : [`with ${ops.join(' or ')}`]),
  ];
  return conditions.length === 0 ? started : `${started} for models ${conditions.join(' and ')}`;
}

/** A section as the file writes it: `maturityMs: 7776000000` is `maturity: 90 days`. */
function readable(section: object): Json {
  return Object.fromEntries(
    Object.entries(section).map(([name, value]: [string, Json]): [string, Json] => {
      if (name === 'ms' && typeof value === 'number') return ['time', durationText(value)];
      if (name.endsWith('Ms') && typeof value === 'number') return [name.slice(0, -2), durationText(value)];
      const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
      return [name, nested ? readable(value) : value];
    }),
  );
}

function addLeaves(leaves: Map<string, Leaf>, path: string, value: Json | undefined): void {
  if (value === undefined) return;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    leaves.set(path, typeof value === 'string' ? value : canonicalJson(value));
    return;
  }
  for (const [key, member] of Object.entries(value)) addLeaves(leaves, path === '' ? key : `${path}.${key}`, member);
}

function describeChange(path: string, before: Leaf | undefined, after: Leaf | undefined): readonly string[] {
  if (Array.isArray(before) && Array.isArray(after)) return describeMembers(path, before, after);
  const [old, now] = [leafText(before), leafText(after)];
  if (old === now) return [];
  if (old === undefined) return [`${path}: ${now} (new)`];
  return [now === undefined ? `${path}: ${old} (removed)` : `${path}: ${old} → ${now}`];
}

function describeMembers(path: string, before: readonly string[], after: readonly string[]): readonly string[] {
  const added = after.filter((entry) => !before.includes(entry)).map((entry) => `${path}: ${entry} added`);
  const removed = before.filter((entry) => !after.includes(entry)).map((entry) => `${path}: ${entry} removed`);
  return [...removed, ...added];
}

function leafText(leaf: Leaf | undefined): string | undefined {
  return leaf === undefined || typeof leaf === 'string' ? leaf : leaf.length === 0 ? 'nobody' : leaf.join(', ');
}
