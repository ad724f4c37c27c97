import type { ChannelMessage } from '../client/connector-client';
import { readTwin } from '../client/read-twin';
import { type News, textOf } from '../client/what-is-new';
import { cleanName, cleanOutput } from './clean-output';

/** One saying: the clock, who, and the words; further lines are indented so that nothing in them looks like a saying. */
export function renderSaying(clock: string, who: string, words: string): string {
  const [first = '', ...rest] = cleanOutput(words).trimEnd().split('\n');
  const lines = [`${clock} ${cleanName(who)}: ${first}`, ...rest.map((line) => `  ${line}`.trimEnd())];
  return `${lines.join('\n')}\n`;
}

/** Hours, minutes and seconds in UTC, as on the cards; with the date when it is not that of `now`. ISO 8601 in. */
export function clockOf(at: string, now: Date): string {
  const [date = '', time = ''] = cleanName(at).split('T');
  const clock = time.slice(0, 8);
  return date === now.toISOString().slice(0, 10) ? clock : `${date} ${clock}`;
}

const marks: Readonly<Record<News['showing'], string>> = {
  text: '',
  card: ' (card)',
  'edited card': ' (card, edited)',
};

/** What is new of a message; how its buttons are pressed stands below them. */
export function renderNews(message: ChannelMessage, { words, showing, brief }: News, now: Date): string {
  const at = message.editedAt ?? message.at;
  const said = renderSaying(clockOf(at, now), `${message.author.name}${marks[showing]}`, words);
  const verbs = brief ? [] : message.buttons.flatMap(({ verb }) => (verb === undefined ? [] : [verb]));
  const hints = verbs.map((verb) => `/press ${cleanName(verb)}${takesReason(message, verb) ? ' your reason' : ''}`);
  return hints.length === 0 ? said : `${said}  (${hints.join(' or ')})\n`;
}

/** The id of the input for the reason beside the button with this verb. */
export function reasonInput(verb: string): string {
  return `${verb}Reason`;
}

export function takesReason({ card }: ChannelMessage, verb: string): boolean {
  return JSON.stringify(card ?? null).includes(`"id":${JSON.stringify(reasonInput(verb))}`);
}

/** A message of the past, in short: of a card its title and its state. */
export function renderPast(message: ChannelMessage, now: Date): string {
  const { title, state } = readTwin(textOf(message));
  const short = state === undefined ? title : `${title} [${state}]`;
  const [who, words] =
    message.card === undefined
      ? [message.author.name, textOf(message)]
      : [`${message.author.name}${marks.card}`, short];
  return renderSaying(clockOf(message.at, now), who, words);
}
