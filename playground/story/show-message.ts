import type { ChannelMessage } from './connector-client';
import { progressOf, readTwin, releaseOf } from './read-twin';
import type { Teller } from './teller';

/** States of a release card in which there is nothing to read but how far it is. */
const underWay = /^(?:Preparing|Approved|Rolling back)/;

/** What a message says: its text, or its card in words. */
export function textOf({ text, summary }: ChannelMessage): string {
  return text ?? summary ?? '';
}

/**
 * Writes down what the bot says. A release's card is shown whole when it asks for something or has ended, and in one line
 * while it moves; an edit that changes nothing that is shown is left out.
 */
export function createMessageShower(teller: Teller, botName: string): (message: ChannelMessage) => void {
  const shown = new Map<string, string>();
  return (message) => {
    const text = textOf(message);
    const twin = readTwin(text);
    const moving = releaseOf(text) !== undefined && twin.state !== undefined && underWay.test(twin.state);
    const words = moving ? progressOf(twin) : message.card === undefined ? text : withButtons(twin.body, message);
    /** The footer counts each edit. */
    const lasting = words.replace(/, revision \d+ of this card.*/, '');
    if (shown.get(message.id) === lasting) return;
    const edited = shown.has(message.id) ? '(card, edited) ' : message.card === undefined ? '' : '(card) ';
    shown.set(message.id, lasting);
    teller.tell(botName, `${edited}${words}`);
  };
}

function withButtons(body: string, { buttons }: ChannelMessage): string {
  const titles = buttons.map(({ title }) => `[${title}]`).join(' ');
  return titles === '' ? body : `${body.trimEnd()}\n${titles}`;
}
