import { type Environment, parseSettings } from '../../formats/settings/parse-settings';
import type { LocalHostSettings } from './run-local-host';

/** Milliseconds to wait for a predecessor that is stopping. */
const startPatience = 20_000;

/** The local host's settings out of an environment. Throws `settings_invalid` with every fault; no secret is quoted. */
export function parseLocalHostSettings(environment: Environment): LocalHostSettings {
  const read = parseSettings('local-host', environment);
  return {
    port: read.STEWARD_LOCAL_HOST_PORT,
    token: read.STEWARD_LOCAL_HOST_TOKEN,
    directory: read.STEWARD_LOCAL_HOST_DIR,
    maxModels: read.STEWARD_LOCAL_HOST_MODELS,
    maxInFlight: read.STEWARD_LOCAL_HOST_IN_FLIGHT,
    startPatience,
    gateway: {
      STEWARD_GATEWAY_DATABASE_URL: read.STEWARD_GATEWAY_DATABASE_URL,
      STEWARD_GATEWAY_SPOOL_MB: String(read.STEWARD_GATEWAY_SPOOL_MB),
    },
  };
}
