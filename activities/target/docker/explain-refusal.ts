import { StewardError, errorText } from '../../../domain/errors';
import { isRecord } from '../../../formats/is-record';

/** Of the system, when no answer came at all. */
const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED']);

/** The daemon's status, when it answered. */
export function statusOf(error: unknown): number | undefined {
  return isRecord(error) && typeof error['statusCode'] === 'number' ? error['statusCode'] : undefined;
}

/**
 * The error for what the daemon, or the way to it, refuses. Its own message is kept, as it says what to do. `what` is the
 * object: `container hmeq-production-r17`.
 */
export function explainRefusal(what: string, error: unknown): StewardError {
  if (error instanceof StewardError) return error;
  const status = statusOf(error);
  const why = wordsOf(error);
  if (status === undefined) {
    const code = codeOf(error);
    if (code === 'EACCES' || code === 'EPERM') return new StewardError('docker_forbidden', { why }, { cause: error });
    if (connectionCodes.has(code) || /socket hang up|aborted/i.test(why))
      return new StewardError('docker_away', { why }, { cause: error });
    return new StewardError('docker_answer_unclear', { what, why }, { cause: error });
  }
  const port = /(?:port is already allocated|address already in use)/.test(why);
  if (port) return new StewardError('docker_port_taken', { what, why }, { cause: error });
  if (status === 503 || isGoingDown(why)) return new StewardError('docker_away', { why }, { cause: error });
  return new StewardError('docker_refused', { what, why }, { cause: error });
}

/** What a daemon says while it goes down. */
export function isGoingDown(words: string): boolean {
  return /context canceled|shutting down|connection (?:refused|reset)|EOF$/.test(words);
}

/** Of the system, for a connection that failed. */
function codeOf(error: unknown): string {
  const code = isRecord(error) ? error['code'] : undefined;
  return typeof code === 'string' ? code : '';
}

/** The daemon's message without the client library's own words around it. */
function wordsOf(error: unknown): string {
  return errorText(error)
    .replace(/^\(HTTP code \d+\) [a-z ]+ - /i, '')
    .trim()
    .slice(0, 500);
}
