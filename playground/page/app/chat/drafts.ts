/** What stands in a compose box and was not sent, and what came of the last sending. */
export interface Draft {
  readonly text: string;
  /** Whether the message mentions the bot. */
  readonly mention: boolean;
  readonly failure?: string | undefined;
}

export interface Drafts {
  read(conversation: string, thread: string | undefined): Draft | undefined;
  keep(conversation: string, thread: string | undefined, draft: Draft): void;
}

/** Drafts outlive their boxes, as people look into another conversation before they send. */
export function createDrafts(): Drafts {
  const kept = new Map<string, Draft>();
  const keyOf = (conversation: string, thread = ''): string => `${conversation} ${thread}`;
  return {
    read: (conversation, thread) => kept.get(keyOf(conversation, thread)),
    keep: (conversation, thread, draft) => void kept.set(keyOf(conversation, thread), draft),
  };
}
