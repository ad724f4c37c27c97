import { errorText, isStewardError } from '../../../domain/errors';

/**
 * Why there was no whole answer. `unsent`: nothing of the request arrived; `cut`: nobody knows how much did; `no-tls`: the
 * other side does not speak TLS; `untrusted`: it does, with a certificate that nobody vouches for.
 */
export type FaultKind = 'unsent' | 'cut' | 'no-tls' | 'untrusted';

export class ConnectionFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, why: string, options: { cause?: unknown } = {}) {
    super(why, options);
    this.name = 'ConnectionFault';
    this.kind = kind;
  }
}

const unsent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];
const silent = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];
const untrusted =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA)/;

/** Of the file that a body is read from. */
const ofFiles = new Set(['ENOENT', 'EACCES', 'EISDIR', 'EIO', 'EMFILE', 'ENOSPC']);

/** What the HTTP client threw, sorted; anything else as it is. */
export function connectionFault(error: unknown): unknown {
  // What the source of a body throws comes out here as well, and is no matter of this connection.
  if (error instanceof ConnectionFault || isStewardError(error)) return error;
  const source = sourceError(error);
  if (source !== undefined) return source;
  const codes = codesOf(error);
  if (codes.length === 0) return error;
  const why = (errorText(error) || codes[0] || 'no connection').slice(0, 200);
  const fault = (kind: FaultKind, words = why) => new ConnectionFault(kind, words, { cause: error });
  if (codes.some((code) => untrusted.test(code))) return fault('untrusted');
  if (codes.some((code) => code === 'EPROTO' || code.startsWith('ERR_SSL'))) return fault('no-tls');
  if (codes.some((code) => silent.includes(code))) return fault('cut', 'it was silent for too long');
  if (codes.some((code) => unsent.includes(code)) || /^Proxy response/.test(why)) return fault('unsent');
  return fault('cut');
}

/** The HTTP client passes a body's own error on as it is, or as the cause of its own. */
function sourceError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && ofFiles.has(code)) return error;
  return isStewardError(cause) || cause instanceof ConnectionFault ? cause : undefined;
}

/** The error's own code and those of its causes; several addresses of one host fail as one error. */
function codesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  const below = [...(Array.isArray(errors) ? (errors as unknown[]) : []), ...(cause === error ? [] : [cause])];
  return [...(typeof code === 'string' ? [code] : []), ...below.flatMap(codesOf)];
}
