import { isStewardError } from '../../domain/errors';
import type { LogFields, Logger } from '../../domain/logger';

/** Characters of one field; what a dying model server wrote may be long. */
const maximalField = 2_000;

/** The local host's logger: JSON lines, the shape of all other processes' logs, with the token cut out wherever it is. */
export function createLineLogger(write: (line: string) => void, token: string, context: LogFields = {}): Logger {
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      const all = { level, time: new Date().toISOString(), process: 'local-host', message, ...context, ...fields };
      write(`${JSON.stringify(all, plain).replaceAll(token, '[redacted]')}\n`);
    };
  return {
    debug: () => undefined,
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (fields) => createLineLogger(write, token, { ...context, ...fields }),
  };
}

function plain(_key: string, value: unknown): unknown {
  if (isStewardError(value)) return { code: value.code, message: value.message };
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return typeof value === 'string' ? value.slice(0, maximalField) : value;
}
