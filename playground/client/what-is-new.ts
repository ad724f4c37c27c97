import type { ChannelMessage } from './connector-client';
import { progressOf, readTwin, releaseOf, type Twin } from './read-twin';

/** What a message says as a reader sees it: its text, of the bot's without the escapes of markdown; or its card in words. */
export function textOf({ author, text, summary }: ChannelMessage): string {
  if (text === undefined) return summary ?? '';
  return author.kind === 'bot' ? text.replace(/\\([\\`*_[\]<>~&{+#.)-])/g, '$1') : text;
}

/** States of a release card in which there is nothing to read but how far it is. */
const underWay = /^(?:Preparing|Approved|Rolling back)/;

export function isUnderWay(state: string | undefined): boolean {
  return state !== undefined && underWay.test(state);
}

/** Which showing of a message it is: its text, its card as it came, or its card as it was edited. */
type Showing = 'text' | 'card' | 'edited card';

export interface News {
  readonly words: string;
  readonly showing: Showing;
  /** True for a release on its way, told in one line. */
  readonly brief: boolean;
}

/** What was told of a message last. */
interface Told {
  readonly words: string;
  readonly body: string;
  readonly state: string | undefined;
}

/**
 * Finds what there is to read when a message comes or was edited; undefined when nothing is. A release's card is read
 * whole when it comes to ask for something or to its end, and in one line while it moves or changes within a state; edits
 * of the small print are no news.
 */
export function createNewsFinder(): (message: ChannelMessage) => News | undefined {
  const told = new Map<string, Told>();
  return (message) => {
    const before = told.get(message.id);
    const twin = readTwin(textOf(message));
    const body = twin.body.replace(/^ {2}r\d+.*, revision \d+ of this card.*$/m, '');
    const brief = isBrief(message, twin, before);
    const words = brief ? progressOf(twin) : message.card === undefined ? textOf(message) : withButtons(twin, message);
    told.set(message.id, { words, body, state: twin.state });
    if (words === before?.words || (brief && body === before?.body)) return undefined;
    const showing = message.card === undefined ? 'text' : before === undefined ? 'card' : 'edited card';
    return { words, showing, brief };
  };
}

function isBrief(message: ChannelMessage, { state, body }: Twin, before: Told | undefined): boolean {
  if (message.card === undefined || state === undefined || releaseOf(body) === undefined) return false;
  return isUnderWay(state) || before?.state === state;
}

function withButtons({ body }: Twin, { buttons }: ChannelMessage): string {
  const titles = buttons.map(({ title }) => `[${title}]`).join(' ');
  return titles === '' ? body : `${body.trimEnd()}\n${titles}`;
}
