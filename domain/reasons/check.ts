import type { Reason } from './types';

/** What `steward check` finds beside the reasons that the processes themselves have; never a secret. */
export const checkReasons = {
  checks_failed: {
    sentence: '{failed} of {all} checks failed.',
    cure: 'Each line that failed names its cure; then run `steward check` again.',
    retryable: false,
  },
  check_broke: {
    sentence: 'This could not be checked: {why}.',
    cure: 'Read the error; `steward check --json` has the whole of it.',
    retryable: true,
  },
  check_database_away: {
    sentence: 'PostgreSQL at {host} does not answer: {why}.',
    cure: 'See that it runs and that this process may reach that host and port; correct the address in {setting}.',
    retryable: true,
  },
  check_database_login: {
    sentence: 'PostgreSQL at {host} refuses the login of {user}: {why}.',
    cure: 'Correct user and password in {setting}, or give the role that password with `alter role`.',
    retryable: false,
  },
  check_database_missing: {
    sentence: 'PostgreSQL at {host} has no database of that name: {why}.',
    cure: 'Make it as docs/production.md says, or correct the name in {setting}.',
    retryable: false,
  },
  check_database_old: {
    sentence: 'PostgreSQL is version {version}; Steward needs {needed} or newer.',
    cure: 'Upgrade the server, or name a newer one in {setting}.',
    retryable: false,
  },
  check_schema_behind: {
    sentence: 'The database has not all migrations of this program; missing: {migrations}.',
    cure: 'Run `steward migrate` as the owner of the database.',
    retryable: false,
  },
  check_database_rights: {
    sentence: 'The role {user} may not do what its processes do: {missing}.',
    cure: 'As the owner: `grant {role} to {user};`, after `steward migrate`.',
    retryable: false,
  },
  check_database_rights_many: {
    sentence: 'The role {user} may do more than its processes need: {rights}.',
    cure: 'Give {setting} a login that is a member of {role} and nothing else: who can change the audit can hide a decision.',
    retryable: false,
  },
  check_engine_away: {
    sentence: 'Temporal at {address} does not answer: {why}.',
    cure: 'See that it runs and that this process may reach that host and port; correct TEMPORAL_ADDRESS, or TEMPORAL_TLS if only one side speaks TLS; name the file of the authority that signed its certificate in TEMPORAL_CA_FILE.',
    retryable: true,
  },
  check_engine_login: {
    sentence: 'Temporal at {address} refuses us: {why}.',
    cure: 'Give TEMPORAL_API_KEY a key that may use the namespace {namespace}.',
    retryable: false,
  },
  check_engine_namespace: {
    sentence: 'Temporal at {address} has no namespace {namespace}.',
    cure: 'Make it: `temporal operator namespace create --retention 72h {namespace}`, or correct TEMPORAL_NAMESPACE.',
    retryable: false,
  },
  check_engine_retention: {
    sentence: 'The namespace {namespace} forgets what ended after {hours} hours; Steward needs {needed}.',
    cure: 'Raise it: `temporal operator namespace update --retention 72h {namespace}`.',
    retryable: false,
  },
  check_cluster_rights: {
    sentence: 'In the namespace {namespace} {account} may not: {missing}.',
    cure: 'Have an administrator give that account these rights in a Role with a name of its own: where Steward runs by its manifests, by deploy/models and its components; elsewhere by what `steward environment prepare {environment} --print` writes, whose account `steward` then has them. A namespace that is not there gives no right either.',
    retryable: false,
  },
  check_cluster_secret: {
    sentence: 'The namespace {namespace} has no Secret {secret} with the key {key}.',
    cure: 'Make it there, or name another one in the target of {environment} in the project file.',
    retryable: false,
  },
  check_gateway_image: {
    sentence: 'The registry has no image {image}.',
    cure: "Push Steward's image there, and give STEWARD_GATEWAY_IMAGE the digest that the registry tells.",
    retryable: false,
  },
  check_chat_credentials: {
    sentence: 'The login service gives the bot no token: {why}.',
    cure: 'Make a new client secret (or certificate) for the app of STEWARD_BOT_APP_ID in the directory of STEWARD_BOT_TENANT_ID, and set it for bot and worker.',
    retryable: false,
  },
  check_chat_away: {
    sentence: 'The login service of the chat does not answer: {why}.',
    cure: 'See that this process may reach login.microsoftonline.com over HTTPS.',
    retryable: true,
  },
} as const satisfies Readonly<Record<string, Reason>>;
