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

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
