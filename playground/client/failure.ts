/** Something that people do in the playground cannot go on: the message says what was missing, in one sentence. */
export class PlaygroundFailure extends Error {
  constructor(
    message: string,
    /** The connector's own code for a refusal, or `NoAnswer` when it does not answer at all. */
    readonly code?: string,
  ) {
    super(message);
    this.name = 'PlaygroundFailure';
  }
}

/** What a failed `fetch` says of an address, with the cause beneath it, which tells more than its own message. */
export function sayNoAnswer(url: string, error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? ` (${messageOf(error.cause)})` : '';
  return `${url} does not answer: ${messageOf(error)}${cause}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
