import type { Message } from '../../wire/chat';

/** A screen reader says no more of one message; all of it stands in the channel. */
const mostCharacters = 240;

/** What is said aloud of a message that somebody else has just written. */
export function announce(message: Message): string {
  const said = message.text ?? message.summary ?? 'a card';
  const line = said
    .replace(/\*\*|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  const short = line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
  return `${message.author.name}: ${short}`;
}

/** The messages that came since `before`, but for one's own and those of places that one does not see. */
export function whatCame(
  before: ReadonlyMap<string, Message>,
  now: ReadonlyMap<string, Message>,
  me: string,
  conversation: string,
): readonly Message[] {
  return [...now.values()].filter(
    ({ id, author, deleted, conversation: place }) =>
      !before.has(id) && !deleted && place === conversation && !(author.kind === 'person' && author.objectId === me),
  );
}
