import type { ChannelMessage, ConnectorClient, Person, Workplace } from '../client/connector-client';
import { PlaygroundFailure } from '../client/failure';
import { findChannel, findPerson } from '../client/find-in-workplace';
import { readTwin } from '../client/read-twin';
import { textOf } from '../client/what-is-new';
import { cleanName, cleanOutput } from './clean-output';
import { chatHelp, type ChatLine, parseLine } from './parse-line';
import { chooseButton, pressChosen, type WantedPress } from './press-newest';
import { clockOf, renderSaying } from './render-message';
import { rememberEdits, waitUntilSettled } from './settle';
import { showChannel, type ShownChannel } from './show-channel';

export interface ChatParts {
  readonly connector: ConnectorClient;
  readonly write: (text: string) => void;
  readonly now: () => Date;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
  /**
   * True at a terminal: what is typed stands there already, and the next line may come before the answer. Otherwise each
   * line waits until what it started has come to rest.
   */
  readonly interactive: boolean;
  /** Milliseconds that an answer may take. */
  readonly patienceMs: number;
}

export interface Chat {
  /** `Dana Okafor (data scientist) > `. */
  prompt(): string;
  /** Does what a line says; resolves with false when it ends the chat. Rejects with a PlaygroundFailure. */
  take(line: string): Promise<boolean>;
  /** Resolves with why the connector can be read no more. */
  readonly broken: Promise<Error>;
  close(): Promise<void>;
}

interface State {
  readonly parts: ChatParts;
  readonly workplace: Workplace;
  person: Person;
  shown: ShownChannel;
}

/** Opens the channel hmeq as Dana. */
export async function createChat(parts: ChatParts): Promise<Chat> {
  const workplace = await parts.connector.workplace();
  let reportBroken: (error: Error) => void = () => undefined;
  const broken = new Promise<Error>((resolve) => (reportBroken = resolve));
  const typed = new Set<string>();
  const isKnown = (message: ChannelMessage): boolean =>
    message.author.kind === 'person' && typed.delete(keyOf(message.author.name, textOf(message)));
  const open = async (name: string): Promise<ShownChannel> => {
    const shown = await showChannel({ ...parts, isKnown }, findChannel(workplace, name));
    void shown.channel.ended.then((error) => error && reportBroken(error));
    if (parts.interactive) shown.showPast();
    return shown;
  };
  const state: State = { parts, workplace, person: findPerson(workplace, 'Dana'), shown: await open('hmeq') };
  const remember = (text: string): void => void typed.add(keyOf(state.person.name, text));
  return {
    broken,
    prompt: () => `${titleOf(state.person)} > `,
    take: (line) => act(state, { open, remember }, parseLine(line)),
    close: () => state.shown.channel.close(),
  };
}

function keyOf(name: string, text: string): string {
  return `${name}\n${text}`;
}

interface Means {
  readonly open: (channel: string) => Promise<ShownChannel>;
  /** What is typed at a terminal stands there already. */
  readonly remember: (text: string) => void;
}

/** False when the line ends the chat. */
async function act(state: State, means: Means, line: ChatLine): Promise<boolean> {
  if (line.kind === 'quit') return false;
  if (line.kind === 'mistake') throw new PlaygroundFailure(line.why);
  if (line.kind === 'say') await sayAndWait(state, means, line.text);
  if (line.kind === 'press') await pressAndWait(state, line);
  if (line.kind === 'channel') await enter(state, means, line.name);
  if (line.kind === 'as') become(state, line.name);
  if (line.kind === 'install') await state.parts.connector.install(state.person, state.shown.id);
  if (line.kind === 'details') showNewestCard(state);
  if (line.kind === 'who') state.parts.write(listPeople(state));
  if (line.kind === 'help') state.parts.write(`${chatHelp}\n`);
  return true;
}

function become(state: State, name: string): void {
  const { interactive, write } = state.parts;
  state.person = findPerson(state.workplace, name);
  if (!interactive) write(`You are ${titleOf(state.person)} now.\n`);
}

async function enter(state: State, { open }: Means, name: string | undefined): Promise<void> {
  if (name === undefined) return state.shown.showPast();
  const next = await open(name);
  await state.shown.channel.close();
  state.shown = next;
}

function showNewestCard({ parts, shown }: State): void {
  const cards = shown.channel.messages().filter((message) => message.card !== undefined);
  const card = cards.findLast((message) => readTwin(textOf(message)).hasDetails) ?? cards.at(-1);
  parts.write(card === undefined ? 'No card was shown here yet.\n' : cleanOutput(textOf(card)));
}

async function sayAndWait({ parts, person, shown }: State, { remember }: Means, text: string): Promise<void> {
  if (parts.interactive) {
    remember(text);
    await parts.connector.say(person, shown.id, text);
    return;
  }
  const before = rememberEdits(shown.channel);
  const answer = await shown.channel.ask(person, text);
  await waitUntilSettled(shown.channel, before, { words: textOf(answer) });
}

async function pressAndWait({ parts, person, shown }: State, wanted: WantedPress): Promise<void> {
  const { connector, write, now, interactive } = parts;
  const chosen = chooseButton(shown.channel.messages(), wanted);
  const before = rememberEdits(shown.channel);
  const why = chosen.reason === '' ? '' : `, with the reason "${chosen.reason}"`;
  const clock = (): string => clockOf(now().toISOString(), now());
  write(cleanOutput(`${clock()} ${person.name} presses [${chosen.title}]${why}\n`));
  const answer = await pressChosen(connector, person, chosen);
  if (answer !== undefined) write(renderSaying(clock(), `Steward, to ${person.name} alone`, answer));
  if (interactive) return;
  await waitUntilSettled(shown.channel, before, { words: answer ?? '', pressed: textOf(chosen.card) });
}

function titleOf({ name, note }: Person): string {
  return `${cleanName(name)} (${cleanName(note)})`;
}

function listPeople({ workplace, person: me }: State): string {
  const lines = workplace.people.map((person) => `${person.objectId === me.objectId ? '*' : ' '} ${titleOf(person)}\n`);
  return lines.join('');
}
