import { isStewardError } from '../../domain/errors';
import type { LogFields, Logger } from '../../domain/logger';

/** Characters of one field; what a dying model server wrote may be long. */
const maximalField = 2_000;

/** The local host's logger: JSON lines, the shape of all other processes' logs, with the secrets cut out wherever they are. */
export function createLineLogger(
  write: (line: string) => void,
  secrets: readonly string[],
  context: LogFields = {},
): Logger {
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}): void => {
      const all = { level, time: new Date().toISOString(), process: 'local-host', message, ...context, ...fields };
      write(`${secrets.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), JSON.stringify(all, plain))}\n`);
    };
  return {
    debug: () => undefined,
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: (fields) => createLineLogger(write, secrets, { ...context, ...fields }),
  };
}

function plain(_key: string, value: unknown): unknown {
  if (isStewardError(value)) return { code: value.code, message: value.message };
  if (value instanceof Error) return { name: value.name, message: value.message, stack: value.stack };
  return typeof value === 'string' ? value.slice(0, maximalField) : value;
}
