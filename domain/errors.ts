import { type ReasonCode, reasonTable, fillSentence } from './reasons';

export type ReasonDetails = Readonly<Record<string, string | number | boolean>>;

/**
 * The one error type. `code` names a row of the reason table; `message` is that row's sentence and cure with the
 * details filled in, so it can be shown to people as it is. Details never hold secrets or applicants' data.
 */
export class StewardError extends Error {
  readonly code: ReasonCode;
  readonly retryable: boolean;
  readonly details: ReasonDetails;

  constructor(code: ReasonCode, details: ReasonDetails = {}, options: { cause?: unknown } = {}) {
    super(fillSentence(code, details), options);
    this.name = 'StewardError';
    this.code = code;
    this.retryable = reasonTable[code].retryable;
    this.details = details;
  }
}

export function isStewardError(error: unknown): error is StewardError {
  return error instanceof StewardError;
}

/** The first line of any thrown thing, for logs and for the `why` of wrapped reasons. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
