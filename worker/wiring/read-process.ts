import { readFileSync } from 'node:fs';
import { listSecrets } from '../../formats/settings/list-secrets';
import { type Environment, parseSettings, type SettingsOf } from '../../formats/settings/parse-settings';
import { resolveSecretFiles } from '../../formats/settings/resolve-secret-files';
import type { ProcessName } from '../../formats/settings/settings-table';
import type { Logger } from '../../domain/logger';
import { createLogger, type LogLevel } from '../logging/logger';
import { createRedactor, type Redactor } from '../logging/redact';

export interface ProcessStart<Process extends ProcessName> {
  readonly settings: SettingsOf<Process>;
  /** With the secrets that were named by files. */
  readonly environment: Environment;
  readonly logger: Logger;
  readonly redactor: Redactor;
}

/** Settings, logger and the one redaction point of a process that starts. Throws `settings_invalid`. */
export function readProcess<Process extends 'worker' | 'builder' | 'bot'>(
  process: Process,
  given: Environment,
): ProcessStart<Process> {
  const environment = resolveSecretFiles(given, (file) => readFileSync(file, 'utf8'));
  const settings = parseSettings(process, environment);
  const secrets = listSecrets(environment);
  const level = (settings as { STEWARD_LOG_LEVEL: LogLevel }).STEWARD_LOG_LEVEL;
  return {
    settings,
    environment,
    logger: createLogger({ process, level, secrets }),
    redactor: createRedactor(secrets),
  };
}
