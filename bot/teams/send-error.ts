/** What became of a request to the channel that was not answered with success. */
export type SendFailure =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The connector's error code (`BotNotInConversationRoster`); empty if it gave none. */
      readonly code: string;
      readonly retryAfterMs?: number;
    }
  /** It never left: no address, no connection, no token. */
  | { readonly kind: 'unsent'; readonly why: string }
  /** It left, and no answer came: it may have been accepted. */
  | { readonly kind: 'lost'; readonly why: string }
  /** The directory gives the bot no token. */
  | { readonly kind: 'no-token'; readonly why: string };

/**
 * A class of its own because the SDK repeats failed requests by itself, creates too, unless the error is none of its own.
 */
export class SendError extends Error {
  constructor(
    readonly failure: SendFailure,
    options: { cause?: unknown } = {},
  ) {
    super(failure.kind === 'answered' ? `${failure.status} ${failure.code}` : failure.why, options);
    this.name = 'SendError';
  }
}
