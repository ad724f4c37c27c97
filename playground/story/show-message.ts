import type { ChannelMessage } from './connector-client';
import { progressOf, readTwin, releaseOf, type Twin } from './read-twin';
import type { Teller } from './teller';

/** What a message says: its text, or its card in words. */
export function textOf({ text, summary }: ChannelMessage): string {
  return text ?? summary ?? '';
}

/** States of a release card in which there is nothing to read but how far it is. */
const underWay = /^(?:Preparing|Approved|Rolling back)/;

/** What was shown of a message last, and the state that its card was in. */
interface Shown {
  readonly words: string;
  readonly state: string | undefined;
}

/**
 * Writes down what the bot says. A release's card is shown whole when it comes to ask for something or to its end, and in
 * one line while it moves; edits that change no more than small print are left out.
 */
export function createMessageShower(teller: Teller, botName: string): (message: ChannelMessage) => void {
  const last = new Map<string, Shown>();
  return (message) => {
    const before = last.get(message.id);
    const now = whatToShow(message, before);
    last.set(message.id, now);
    if (now.words === before?.words) return;
    const mark = message.card === undefined ? '' : before === undefined ? '(card) ' : '(card, edited) ';
    teller.tell(botName, `${mark}${now.words}`);
  };
}

function whatToShow(message: ChannelMessage, before: Shown | undefined): Shown {
  const text = textOf(message);
  const twin = readTwin(text);
  const { state } = twin;
  if (message.card === undefined) return { words: text, state };
  if (releaseOf(text) === undefined || state === undefined) return { words: withButtons(twin, message), state };
  if (underWay.test(state)) return { words: progressOf(twin), state };
  return before?.state === state ? before : { words: withButtons(twin, message), state };
}

function withButtons({ body }: Twin, { buttons }: ChannelMessage): string {
  const titles = buttons.map(({ title }) => `[${title}]`).join(' ');
  return titles === '' ? body : `${body.trimEnd()}\n${titles}`;
}
