import { createInterface } from 'node:readline';
import type { Chat } from './create-chat';

interface LinesParts {
  readonly chat: Chat;
  readonly input: NodeJS.ReadableStream;
  /** After each line: replies to a card come a moment later than the card. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** Does one line after the other, to the end of the input or to /quit. Rejects with the first that could not be done. */
export async function runLines({ chat, input, pause, signal }: LinesParts): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    signal.throwIfAborted();
    if (!(await chat.take(line))) return;
    await pause();
  }
}
