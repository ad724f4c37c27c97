/** The story cannot go on: its message says what was missing, in one sentence. */
export class StoryFailure extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
