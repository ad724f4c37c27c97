import { type DestinationStream, pino, type Logger as PinoLogger } from 'pino';
import type { LogFields, Logger } from '../../domain/logger';
import { createRedactor, type Redactor } from './redact';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof logLevels)[number];

export interface LoggerOptions {
  /** Which process speaks: `worker`, `bot`, … */
  readonly process: string;
  readonly level: LogLevel;
  /** Values that must never be printed: passwords, keys, tokens out of the settings. */
  readonly secrets: readonly string[];
  /** Where the JSON lines go; standard output unless given. */
  readonly output?: DestinationStream;
}

/** Structured logs as JSON lines; every message and field passes the one redaction point on its way out. */
export function createLogger(options: LoggerOptions): Logger {
  const base = pino(
    {
      level: options.level,
      base: { process: options.process },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    options.output ?? pino.destination({ fd: 1, sync: true }),
  );
  return wrap(base, createRedactor(options.secrets));
}

function wrap(inner: PinoLogger, redactor: Redactor): Logger {
  const write =
    (level: LogLevel) =>
    (message: string, fields?: LogFields): void => {
      if (!inner.isLevelEnabled(level)) return;
      inner[level](clean(redactor, fields), redactor.text(message));
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(inner.child(clean(redactor, fields)), redactor),
  };
}

function clean(redactor: Redactor, fields: LogFields | undefined): Record<string, unknown> {
  return fields === undefined ? {} : (redactor.value(fields) as Record<string, unknown>);
}
