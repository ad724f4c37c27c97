import { type ProjectFile, type Role, roles } from './project';

/** Everything a person can do in a project that needs a role. */
export const actions = [
  'versions',
  'status',
  'history',
  'connect',
  'register',
  'set-champion',
  'deploy',
  'approve',
  'reject',
  'cancel',
  'rollback',
  'retry',
  'performance',
  'evaluate',
  'watch',
  'acknowledge',
  'snooze',
  'retrain',
  'import-outcomes',
] as const;
export type Action = (typeof actions)[number];

/** Each action as a verb phrase: what somebody may or may not … in a project. */
export const actionPhrases: Readonly<Record<Action, string>> = {
  versions: 'see the versions',
  status: 'see what serves',
  history: 'see what was done',
  connect: 'connect a conversation with what happens',
  register: 'register versions',
  'set-champion': 'set the champion',
  deploy: 'deploy versions',
  approve: 'approve releases',
  reject: 'reject releases',
  cancel: 'cancel what others asked for',
  rollback: 'roll back what serves',
  retry: 'retry failed releases',
  performance: 'see the performance of models',
  evaluate: 'evaluate what serves',
  watch: 'watch evaluations',
  acknowledge: 'acknowledge alerts',
  snooze: 'snooze alerts',
  retrain: 'retrain models',
  'import-outcomes': 'import outcomes',
};

const reading = ['versions', 'status', 'history', 'performance', 'watch'] as const satisfies readonly Action[];

/**
 * What each role may do; what is not here is denied. A person may hold several roles. `approve` and `reject` are
 * the right to try: the environment's policy and the four-eyes rules decide on the release itself.
 */
export const permissions: Readonly<Record<Role, readonly Action[]>> = {
  modeller: [
    ...reading,
    'register',
    'set-champion',
    'deploy',
    'cancel',
    'evaluate',
    'acknowledge',
    'snooze',
    'retrain',
    'import-outcomes',
  ],
  leader: [
    ...reading,
    'connect',
    'set-champion',
    'deploy',
    'approve',
    'reject',
    'cancel',
    'rollback',
    'evaluate',
    'acknowledge',
    'snooze',
    'retrain',
    'import-outcomes',
  ],
  operator: [
    ...reading,
    'connect',
    'cancel',
    'rollback',
    'retry',
    'evaluate',
    'acknowledge',
    'snooze',
    'import-outcomes',
  ],
  auditor: reading,
  viewer: reading,
};

/** The roles a person holds by the applied project file. Object ids are compared without regard to case. */
export function rolesOf(file: ProjectFile, objectId: string): readonly Role[] {
  const id = objectId.toLowerCase();
  return roles.filter((role) => {
    const members = file.roles[role];
    return members === 'everyone' || members.includes(id);
  });
}

/** The roles that carry an action, for the sentence of a refusal. */
export function rolesFor(action: Action): readonly Role[] {
  return roles.filter((role) => permissions[role].includes(action));
}

/**
 * Whether the person may do this in the project at all. Somebody whom an environment's policy names may decide without
 * the role leader; on which releases, `mayDecide` says.
 */
export function may(file: ProjectFile, objectId: string, action: Action): boolean {
  if (rolesOf(file, objectId).some((role) => permissions[role].includes(action))) return true;
  const deciding = action === 'approve' || action === 'reject';
  return deciding && Object.keys(file.environments).some((name) => mayDecide(file, name, objectId));
}

/** Whether the environment's policy names the person, by role or by object id, among those who decide there. */
export function mayDecide(file: ProjectFile, environment: string, objectId: string): boolean {
  const id = objectId.toLowerCase();
  const held = rolesOf(file, id);
  return (file.environments[environment]?.policy.approvers ?? []).some((approver) =>
    approver.kind === 'person' ? approver.objectId === id : held.includes(approver.role),
  );
}
