import { chatSettings } from './chat-settings';
import { clusterSettings } from './cluster-settings';
import { dockerSettings } from './docker-settings';
import { engineSettings } from './engine-settings';
import { registrySettings } from './registry-settings';
import { httpUrl, logLevel, port, postgresUrl, text, token, wholeNumber } from './setting-kinds';
import { type Setting, optional, required, standard } from './setting-row';
import { carrierSettings, exchangeSettings } from './training-settings';

export type { Setting } from './setting-row';

/** Every setting that a process of Steward reads from its environment, in the order in which the docs tell them. */
export const settingsTable = {
  STEWARD_HOME: { ...standard('folder for state, the inbox and logs', '.steward'), schema: text },
  STEWARD_LOG_LEVEL: { ...standard('how much is logged', 'info'), schema: logLevel },

  STEWARD_DATABASE_URL: {
    ...required('address of PostgreSQL, as the application role', 'postgres://steward_app:…@db:5432/steward'),
    schema: postgresUrl,
    secret: true,
  },
  STEWARD_DATABASE_OWNER_URL: {
    ...required(
      'address of PostgreSQL, as the owner, for migrations only',
      'postgres://steward_owner:…@db:5432/steward',
    ),
    schema: postgresUrl,
    secret: true,
  },
  STEWARD_GATEWAY_DATABASE_URL: {
    ...required(
      'address of PostgreSQL, as the gateway role, which may only add scored rows',
      'postgres://steward_recorder:…@db:5432/steward',
    ),
    schema: postgresUrl,
    secret: true,
  },

  ...engineSettings,
  STEWARD_WORKFLOW_BUNDLE: {
    ...optional('prebuilt workflow code; without it the worker bundles its sources', 'dist/workflow-bundle.js'),
    schema: text,
  },

  STEWARD_STORE_DIR: { ...standard('OCI layout folder for packages and images', '{home}/store'), schema: text },
  ...registrySettings,
  STEWARD_INBOX_DIR: { ...standard('folder that `register` takes packages from', '{home}/inbox'), schema: text },
  STEWARD_UPLOADS_DIR: { ...standard('folder for packages sent over HTTP', '{home}/uploads'), schema: text },
  STEWARD_DATASETS_DIR: {
    ...standard('folder of training data: personal data, for its own rights and retention', '{home}/datasets'),
    schema: text,
  },
  ...exchangeSettings,
  STEWARD_HEALTH_PORT: { ...required('port of /healthz and /readyz of a worker or builder', '7714'), schema: port },
  STEWARD_HEALTH_HOST: {
    ...standard('address that they listen on; in a Pod all, as the kubelet asks from outside', '127.0.0.1'),
    schema: text,
  },

  STEWARD_LOCAL_HOST_URL: {
    ...optional('address of the local host; only targets of the kind local need one', 'http://127.0.0.1:7713'),
    schema: httpUrl,
  },
  STEWARD_LOCAL_HOST_TOKEN: {
    ...optional(
      'token that the worker presents to the local host, at least 24 characters; the local host needs one',
      '…',
    ),
    schema: token,
    secret: true,
  },
  ...clusterSettings,
  ...dockerSettings,
  STEWARD_LOCAL_HOST_PORT: { ...standard('port that the local host listens on, on loopback', '7713'), schema: port },
  STEWARD_LOCAL_HOST_DIR: {
    ...standard('folder of the local host: state and images', '{home}/local-host'),
    schema: text,
  },
  STEWARD_LOCAL_HOST_MODELS: {
    ...standard('models that it stages or serves at once', '16'),
    schema: wholeNumber(2, 1_000),
  },
  STEWARD_LOCAL_HOST_IN_FLIGHT: {
    ...standard('scoring requests that it answers at once', '64'),
    schema: wholeNumber(1, 10_000),
  },

  STEWARD_GATEWAY_HOST: { ...standard('address that a scoring gateway listens on', '127.0.0.1'), schema: text },
  STEWARD_GATEWAY_PORT: {
    ...standard('port that a scoring gateway listens on; 0 takes a free one', '0'),
    schema: port,
  },
  STEWARD_GATEWAY_MODEL_URL: {
    ...required('address of the model server behind the gateway', 'http://127.0.0.1:8501'),
    schema: httpUrl,
  },
  STEWARD_GATEWAY_SPOOL_DIR: {
    ...required("folder of this deployment's own in which rows wait for PostgreSQL", '/spool'),
    schema: text,
  },
  STEWARD_GATEWAY_SPOOL_MB: {
    ...standard('megabytes that the spool may take', '1024'),
    schema: wholeNumber(1, 1_000_000),
  },
  STEWARD_GATEWAY_DEPLOYMENT: {
    ...required(
      'what is deployed behind the gateway, as JSON: project, environment, release, version, packageDigest, contract, call, recording',
      '{"project":"hmeq",…}',
    ),
    schema: text,
  },

  ...carrierSettings,

  STEWARD_API_HOST: { ...standard('address that the internal HTTP API listens on', '127.0.0.1'), schema: text },
  STEWARD_API_PORT: { ...required('port of the internal HTTP API', '7712'), schema: port },

  ...chatSettings,

  STEWARD_LOCAL_PERSON: {
    ...optional(
      'directory object id of the modeller for `steward register` without `--for`',
      '5c1d0000-0000-4000-8000-000000000001',
    ),
    schema: text,
  },

  STEWARD_PORT_BASE: {
    ...standard('first of the ports that `npm start` takes', '7710'),
    schema: wholeNumber(1_024, 65_000),
  },
  STEWARD_CACHE: { ...optional('folder for fetched server programs', '~/.cache/steward'), schema: text },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof settingsTable;

const everywhere = ['STEWARD_HOME', 'STEWARD_LOG_LEVEL'] as const satisfies readonly SettingName[];
const database = ['STEWARD_DATABASE_URL'] as const satisfies readonly SettingName[];
const arrivals = ['STEWARD_INBOX_DIR', 'STEWARD_UPLOADS_DIR'] as const satisfies readonly SettingName[];
const folders = ['STEWARD_STORE_DIR', ...arrivals] as const satisfies readonly SettingName[];
const namesOf = <Settings extends object>(settings: Settings) => Object.keys(settings) as (keyof Settings)[];
const engine = namesOf(engineSettings);
const registries = namesOf(registrySettings);
const target = [
  'STEWARD_LOCAL_HOST_URL',
  'STEWARD_LOCAL_HOST_TOKEN',
  ...namesOf(clusterSettings),
  ...namesOf(dockerSettings),
] as const;
const identity = [
  'STEWARD_BOT_APP_ID',
  'STEWARD_BOT_TENANT_ID',
  'STEWARD_BOT_PASSWORD',
  'STEWARD_BOT_CERTIFICATE_THUMBPRINT',
  'STEWARD_BOT_CERTIFICATE_KEY',
  'STEWARD_BOT_MANAGED_IDENTITY',
  'STEWARD_BOT_TEAMS_HOSTS',
  'STEWARD_CONNECTOR_URL',
  'STEWARD_BOT_INSECURE_LOCAL',
] as const satisfies readonly SettingName[];

/** What `steward check` reads for each thing that it tests. */
export const checkedSettings = {
  database,
  owner: ['STEWARD_DATABASE_OWNER_URL'],
  gateway: ['STEWARD_GATEWAY_DATABASE_URL'],
  engine,
  registry: ['STEWARD_STORE_DIR', ...registries, 'STEWARD_KUBECONFIG'],
  docker: ['STEWARD_BUILDER', 'STEWARD_DOCKER_HOST'],
  cluster: namesOf(clusterSettings),
} as const satisfies Readonly<Record<string, readonly SettingName[]>>;

/** Which process reads what: no more than it needs. Which bot settings go together is judged by the chat edge. */
export const processSettings = {
  worker: [
    ...everywhere,
    ...database,
    ...engine,
    ...folders,
    ...registries,
    ...target,
    ...identity,
    'STEWARD_WORKFLOW_BUNDLE',
    'STEWARD_HEALTH_PORT',
    'STEWARD_HEALTH_HOST',
  ],
  builder: [
    ...everywhere,
    ...database,
    ...engine,
    ...folders,
    ...registries,
    ...target,
    'STEWARD_DATASETS_DIR',
    ...namesOf(exchangeSettings),
    'STEWARD_HEALTH_PORT',
    'STEWARD_HEALTH_HOST',
  ],
  bot: [
    ...everywhere,
    ...database,
    ...engine,
    ...arrivals,
    ...identity,
    'STEWARD_BOT_HOST',
    'STEWARD_BOT_PORT',
    'STEWARD_BOT_TENANTS',
    'STEWARD_API_HOST',
    'STEWARD_API_PORT',
  ],
  'local-host': [
    'STEWARD_HOME',
    'STEWARD_LOCAL_HOST_TOKEN',
    'STEWARD_LOCAL_HOST_PORT',
    'STEWARD_LOCAL_HOST_DIR',
    'STEWARD_LOCAL_HOST_MODELS',
    'STEWARD_LOCAL_HOST_IN_FLIGHT',
    'STEWARD_GATEWAY_DATABASE_URL',
    'STEWARD_GATEWAY_SPOOL_MB',
  ],
  gateway: [
    'STEWARD_GATEWAY_DATABASE_URL',
    'STEWARD_GATEWAY_HOST',
    'STEWARD_GATEWAY_PORT',
    'STEWARD_GATEWAY_MODEL_URL',
    'STEWARD_GATEWAY_SPOOL_DIR',
    'STEWARD_GATEWAY_SPOOL_MB',
    'STEWARD_GATEWAY_DEPLOYMENT',
  ],
  carrier: namesOf(carrierSettings),
  cli: ['STEWARD_HOME', ...database, ...engine, 'STEWARD_UPLOADS_DIR', 'STEWARD_LOCAL_PERSON'],
  migrate: ['STEWARD_DATABASE_OWNER_URL'],
  /** What is not set is left out. */
  check: [...Object.values(checkedSettings).flat(), ...identity],
  /** `npm start` makes all other settings of the processes that it starts. */
  laptop: [...everywhere, 'TEMPORAL_ADDRESS', 'STEWARD_BOT_INSECURE_LOCAL', 'STEWARD_PORT_BASE', 'STEWARD_CACHE'],
} as const satisfies Readonly<Record<string, readonly SettingName[]>>;

export type ProcessName = keyof typeof processSettings;
