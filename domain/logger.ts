/** Fields beside a line's message: `release`, `request`, `project`, `error`, … Values are redacted and cut by the logger. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What every room logs through. Messages are sentences for people who search; whatever varies goes into fields. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger whose every line carries these fields too: `logger.child({ release: 'r17' })`. */
  child(fields: LogFields): Logger;
}
