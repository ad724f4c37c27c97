import {
  type Approver,
  type ContractOverrides,
  type Environment,
  type InputOverride,
  type ProjectFile,
  type Role,
  roles as roleNames,
} from '../../domain/project';
import type { Call } from '../../domain/package/contract';
import { pathText } from '../describe-issues';
import { nearestWord } from '../../domain/nearest-word';
import {
  type ContractSection,
  type EnvironmentSection,
  type MonitoringSection,
  type RetrainingSection,
  type RolesSection,
  isObjectId,
} from './schema';
import type { ServingSection } from './serving-schema';
import { checkBases, checkPorts, toServing, toTarget } from './serving';
import { toMonitoring, toRetraining } from './judgement';

/** The sections of a project file, each undefined when it was wrong in itself (and its mistakes already told). */
export interface ProjectSections {
  readonly project: string | undefined;
  readonly description: string | undefined;
  readonly contract: ContractSection | undefined;
  readonly people: Readonly<Record<string, string>> | undefined;
  readonly roles: RolesSection | undefined;
  readonly environments: Readonly<Record<string, EnvironmentSection | undefined>> | undefined;
  readonly serving: ServingSection | undefined;
  readonly monitoring: MonitoringSection | undefined;
  readonly retraining: RetrainingSection | undefined;
}

type Roles = ProjectFile['roles'];
type Environments = ProjectFile['environments'];

/** Puts the sections together and checks what only shows between them; adds to `problems`. */
export function assembleProjectFile(sections: ProjectSections, problems: string[]): ProjectFile | undefined {
  const { project, contract, people, serving } = sections;
  const resolve = people === undefined ? undefined : createResolver(people, problems);
  if (people !== undefined) checkOnePersonOneName(people, problems);
  const roles = resolve && sections.roles ? resolveRoles(sections.roles, resolve) : undefined;
  const environments = sections.environments
    ? resolveEnvironments(sections.environments, roles, resolve, problems)
    : undefined;
  if (project === undefined || contract === undefined || people === undefined || serving === undefined)
    return undefined;
  if (roles === undefined || environments === undefined) return undefined;
  checkBases(serving, environments, problems);
  checkPorts(environments, problems);
  const monitoring = sections.monitoring && toMonitoring(sections.monitoring, environments, problems);
  const retraining =
    sections.retraining && toRetraining(sections.retraining, environments, monitoring !== undefined, problems);
  return {
    project,
    ...(sections.description === undefined ? {} : { description: sections.description }),
    contract: toContract(contract),
    people: Object.fromEntries(Object.entries(people).map(([name, id]) => [id, name])),
    roles,
    environments,
    serving: toServing(serving),
    ...(monitoring === undefined ? {} : { monitoring }),
    ...(retraining === undefined ? {} : { retraining }),
  };
}

type Resolve = (member: string, path: readonly PropertyKey[]) => string | undefined;

function createResolver(people: Readonly<Record<string, string>>, problems: string[]): Resolve {
  const names = Object.keys(people);
  return (member, path) => {
    if (isObjectId(member)) return member.toLowerCase();
    if (Object.hasOwn(people, member)) return people[member];
    const meant = nearestWord(member, names);
    const hint = meant === undefined ? 'add the name and its directory object id there' : `did you mean "${meant}"?`;
    problems.push(`${pathText(path)}: "${member}" is not in people; ${hint}`);
    return undefined;
  };
}

function checkOnePersonOneName(people: Readonly<Record<string, string>>, problems: string[]): void {
  const nameOf = new Map<string, string>();
  for (const [name, id] of Object.entries(people)) {
    const other = nameOf.get(id);
    if (other !== undefined) problems.push(`people.${name}: has the same object id as ${other}; keep one of them`);
    nameOf.set(id, name);
  }
}

/** Undefined as soon as one person is unknown: counts of people below must not tell follow-up mistakes. */
function resolveRoles(section: RolesSection, resolve: Resolve): Roles | undefined {
  const members = (role: Role): readonly string[] | undefined => {
    const listed = section[role];
    return listed === 'everyone' ? [] : resolveAll(listed, ['roles', role], resolve);
  };
  const [modeller, leader, operator, auditor, viewer] = [
    members('modeller'),
    members('leader'),
    members('operator'),
    members('auditor'),
    members('viewer'),
  ];
  if (!modeller || !leader || !operator || !auditor || !viewer) return undefined;
  return { modeller, leader, operator, auditor, viewer: section.viewer === 'everyone' ? 'everyone' : viewer };
}

function resolveAll(
  members: readonly string[],
  path: readonly PropertyKey[],
  resolve: Resolve,
): readonly string[] | undefined {
  const ids = members.flatMap((member, at) => resolve(member, [...path, at]) ?? []);
  return ids.length === members.length ? [...new Set(ids)] : undefined;
}

function resolveEnvironments(
  sections: Readonly<Record<string, EnvironmentSection | undefined>>,
  roles: Roles | undefined,
  resolve: Resolve | undefined,
  problems: string[],
): Environments | undefined {
  const names = Object.keys(sections);
  const marked = names.filter((name) => sections[name]?.leading);
  const whole = names.every((name) => sections[name] !== undefined);
  if (marked.length > 1) problems.push(`environments: ${marked.join(' and ')} are both leading; keep one`);
  if (marked.length === 0 && names.length > 1 && whole)
    problems.push('environments: none is leading; add leading: true to the one whose releases make champions');
  const leading = marked[0] ?? names[0];
  const entries = names.flatMap((name) => {
    const section = sections[name];
    if (section === undefined || resolve === undefined) return [];
    return [[name, resolveEnvironment(name, section, name === leading, roles, resolve, problems)] as const];
  });
  return entries.length === names.length ? Object.fromEntries(entries) : undefined;
}

function resolveEnvironment(
  name: string,
  section: EnvironmentSection,
  leading: boolean,
  roles: Roles | undefined,
  resolve: Resolve,
  problems: string[],
): Environment {
  const path = ['environments', name, 'policy'];
  const { quorum, expiry } = section.policy;
  const approvers = section.policy.approvers.flatMap((entry, at) =>
    toApprover(entry, [...path, 'approvers', at], resolve, problems),
  );
  const quorumForSystem = section.policy.quorumForSystem ?? Math.max(2, quorum);
  if (quorumForSystem < quorum)
    problems.push(`${pathText([...path, 'quorumForSystem'])}: must be at least the quorum, ${quorum}`);
  const known = roles !== undefined && approvers.length === section.policy.approvers.length;
  const people = known ? countPeople(approvers, roles) : quorum;
  if (people < quorum)
    problems.push(
      `${pathText([...path, 'quorum'])}: ${quorum} must approve, but the approvers are ${people}; name more, or lower it`,
    );
  return {
    target: toTarget(section.target),
    leading,
    policy: { approvers, quorum, quorumForSystem, expiryMs: expiry },
    ...(section.recording === undefined ? {} : { recording: section.recording }),
  };
}

function toApprover(
  entry: string,
  path: readonly PropertyKey[],
  resolve: Resolve,
  problems: string[],
): readonly Approver[] {
  const role = roleNames.find((name) => name === entry);
  if (role === 'viewer' || role === 'auditor') {
    problems.push(`${pathText(path)}: the role ${role} only reads; name leader, another role or people`);
    return [];
  }
  if (role !== undefined) return [{ kind: 'role', role }];
  const objectId = resolve(entry, path);
  return objectId === undefined ? [] : [{ kind: 'person', objectId }];
}

function countPeople(approvers: readonly Approver[], roles: Roles): number {
  const ids = approvers.flatMap((approver) => {
    if (approver.kind === 'person') return [approver.objectId];
    const members = roles[approver.role];
    return members === 'everyone' ? [] : members;
  });
  return new Set(ids).size;
}

function toContract(section: ContractSection): ContractOverrides {
  return {
    outcome: section.outcome,
    ...(section.inputs === undefined ? {} : { inputs: toInputs(section.inputs) }),
    ...(section.call === undefined ? {} : { call: toCall(section.call) }),
  };
}

function toInputs(section: NonNullable<ContractSection['inputs']>): Readonly<Record<string, InputOverride>> {
  return Object.fromEntries(
    Object.entries(section).map(([name, { type, categories }]) => [
      name,
      { ...(type === undefined ? {} : { type }), ...(categories === undefined ? {} : { categories }) },
    ]),
  );
}

function toCall(section: NonNullable<ContractSection['call']>): Call {
  const { signature } = section;
  switch (section.method) {
    case 'classify':
      return { method: 'classify', signature, rows: 'examples', score: { kind: 'label', label: section.label } };
    case 'regress':
      return { method: 'regress', signature, rows: 'examples', score: { kind: 'value' } };
    case 'predict': {
      const index = section.index === undefined ? {} : { index: section.index };
      const score = { kind: 'output', output: section.output, ...index } as const;
      return { method: 'predict', signature, rows: section.rows, score };
    }
  }
}
