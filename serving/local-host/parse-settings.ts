import { StewardError } from '../../domain/errors';
import { type Environment, parseSettings } from '../../formats/settings/parse-settings';
import type { LocalHostSettings } from './run-local-host';

/** Milliseconds to wait for a predecessor that is stopping. */
const startPatience = 20_000;

/** The local host's settings out of an environment. Throws `settings_invalid` with every fault; no secret is quoted. */
export function parseLocalHostSettings(environment: Environment): LocalHostSettings {
  const read = parseSettings('local-host', environment);
  const { STEWARD_LOCAL_HOST_TOKEN: token } = read;
  if (token === undefined) {
    const problems = '- STEWARD_LOCAL_HOST_TOKEN: is missing; set it to the token that the worker presents';
    throw new StewardError('settings_invalid', { process: 'local-host', count: 1, problems });
  }
  return {
    port: read.STEWARD_LOCAL_HOST_PORT,
    token,
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
