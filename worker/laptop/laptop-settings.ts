import path from 'node:path';
import type { Settings } from '../../formats/settings/settings-file';
import { sampleWorkplace } from '../../playground/connector/sample-workplace';
import type { LaptopPorts } from './laptop-ports';
import type { LaptopSecrets } from './laptop-secrets';
import { applicationLogin, gatewayLogin, ownerLogin } from './postgres-roles';

export const laptopDatabase = 'steward';

export interface SettingsSource {
  readonly home: string;
  readonly ports: LaptopPorts;
  readonly secrets: LaptopSecrets;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  /** The prebuilt workflow code; without it the worker bundles its sources when it starts. */
  readonly workflowBundle?: string;
  /** True where another channel on this machine takes the place of the stand-in for Teams, and proves nothing. */
  readonly insecureLocal: boolean;
  readonly logLevel: string;
}

/** Every setting of a laptop's Steward by the name under which processes and the shell entry read it. */
export function createLaptopSettings(source: SettingsSource) {
  const { home, ports, secrets } = source;
  const local = (port: number, rest = ''): string => `http://127.0.0.1:${port}${rest}`;
  const database = (login: string, password: string): string =>
    `postgres://${login}:${password}@127.0.0.1:${ports.postgres}/${laptopDatabase}`;
  return {
    STEWARD_HOME: home,
    STEWARD_LOG_LEVEL: source.logLevel,
    STEWARD_DATABASE_URL: database(applicationLogin, secrets.application),
    STEWARD_DATABASE_OWNER_URL: database(ownerLogin, secrets.owner),
    STEWARD_GATEWAY_DATABASE_URL: database(gatewayLogin, secrets.gateway),
    TEMPORAL_ADDRESS: source.temporalAddress,
    TEMPORAL_NAMESPACE: source.temporalNamespace,
    STEWARD_TEMPORAL_UI_URL: local(ports.temporalUi),
    ...(source.workflowBundle === undefined ? {} : { STEWARD_WORKFLOW_BUNDLE: source.workflowBundle }),
    STEWARD_STORE_DIR: path.join(home, 'store'),
    STEWARD_INBOX_DIR: path.join(home, 'inbox'),
    STEWARD_UPLOADS_DIR: path.join(home, 'uploads'),
    STEWARD_DATASETS_DIR: path.join(home, 'datasets'),
    STEWARD_LOCAL_HOST_TOKEN: secrets.localHostToken,
    STEWARD_LOCAL_HOST_DIR: path.join(home, 'local-host'),
    STEWARD_LOCAL_HOST_PORT: String(ports.localHost),
    STEWARD_LOCAL_HOST_URL: local(ports.localHost),
    STEWARD_BOT_PORT: String(ports.bot),
    STEWARD_BOT_URL: local(ports.bot, '/api/messages'),
    STEWARD_BOT_APP_ID: sampleWorkplace.bot.appId,
    STEWARD_BOT_PASSWORD: secrets.botPassword,
    STEWARD_BOT_TENANT_ID: sampleWorkplace.tenantId,
    ...(source.insecureLocal ? { STEWARD_BOT_INSECURE_LOCAL: 'true' } : {}),
    STEWARD_API_PORT: String(ports.api),
    STEWARD_API_URL: local(ports.api),
    STEWARD_CONNECTOR_PORT: String(ports.connector),
    STEWARD_CONNECTOR_URL: local(ports.connector),
    STEWARD_PAGE_PORT: String(ports.page),
    STEWARD_PAGE_URL: local(ports.page),
    STEWARD_WORKER_HEALTH_PORT: String(ports.workerHealth),
    STEWARD_BUILDER_HEALTH_PORT: String(ports.builderHealth),
  } satisfies Settings;
}

export type LaptopSettings = ReturnType<typeof createLaptopSettings>;
