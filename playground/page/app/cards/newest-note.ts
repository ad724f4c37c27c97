import type { Message } from '../../wire/chat';

export interface Note {
  /** Tells it apart from the others of its message. */
  readonly key: string;
  readonly text: string;
}

/**
 * What Teams shows below a card to one person alone: the newest answer to their clicks. Like Teams, a page forgets
 * what was said before it was opened (`since`, milliseconds since 1970).
 */
export function newestNote(
  { id, notices }: Pick<Message, 'id' | 'notices'>,
  me: string,
  since: number,
): Note | undefined {
  const newest = notices.filter(({ to }) => to === me).at(-1);
  if (newest === undefined || Date.parse(newest.at) < since) return undefined;
  return { key: `${id} ${me} ${newest.at}`, text: newest.text };
}
