import type { Logger } from '../../domain/logger';
import { createLineLogger as createLogger } from '../write-log';

/** The local host's logger, with the secrets cut out wherever they are. */
export function createLineLogger(write: (line: string) => void, secrets: readonly string[]): Logger {
  return createLogger({ write, process: 'local-host', secrets });
}
