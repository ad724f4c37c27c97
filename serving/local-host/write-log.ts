import type { Logger } from '../../domain/logger';
import { createLineLogger as createLogger } from '../write-log';

/** The local host's logger, with the token cut out wherever it is. */
export function createLineLogger(write: (line: string) => void, token: string): Logger {
  return createLogger({ write, process: 'local-host', secrets: [token] });
}
