import { isStewardError } from '../domain/errors';
import type { LogFields, Logger } from '../domain/logger';

/** Characters of one field; what a dying model server wrote may be long. */
const maximalField = 2_000;

export interface LineLogging {
  readonly write: (line: string) => void;
  /** Which process writes. */
  readonly process: string;
  /** Cut out wherever they are. */
  readonly secrets: readonly string[];
}

/** JSON lines, the shape of all other processes' logs. */
export function createLineLogger(logging: LineLogging, context: LogFields = {}): Logger {
  const redact = (text: string) =>
    logging.secrets.reduce((rest, secret) => rest.replaceAll(secret, '[redacted]'), text);
  const plain = (_key: string, value: unknown): unknown => {
    if (isStewardError(value)) return { code: value.code, message: value.message };
    if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
    return typeof value === 'string' ? redact(value).slice(0, maximalField) : value;
  };
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      const said = JSON.stringify({ message, ...context, ...fields }, plain);
      const head = JSON.stringify({ level, time: new Date().toISOString(), process: logging.process });
      logging.write(`${head.slice(0, -1)},${said.slice(1)}\n`);
    };
  return {
    debug: () => undefined,
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (fields) => createLineLogger(logging, { ...context, ...fields }),
  };
}
