import type { Channel } from '../client/channel';
import type { ChannelMessage, ConnectorClient, Person } from '../client/connector-client';
import { readClickAnswer } from '../client/click-answer';
import { PlaygroundFailure } from '../client/failure';
import type { Ledger } from './ledger';
import type { TestRow } from './read-rows';
import { readTwin, releaseOf, type Twin } from '../client/read-twin';
import { textOf } from '../client/what-is-new';
import type { Steward } from './steward';
import type { Teller } from './teller';

export interface Cast {
  /** Data scientist. */
  readonly dana: Person;
  /** Leads analytics; the second approver; runs the platform. */
  readonly lena: Person;
  readonly theo: Person;
  readonly ivo: Person;
}

/** All that the acts of the story work with. */
export interface Stage {
  readonly teller: Teller;
  readonly ledger: Ledger;
  readonly connector: ConnectorClient;
  readonly channel: Channel;
  /** The channel's id. */
  readonly conversation: string;
  readonly cast: Cast;
  readonly steward: Steward;
  /** The HTTP interface for programs. */
  readonly api: string;
  readonly rows: readonly TestRow[];
  /** Where a shell finds its programs. */
  readonly path: string;
  /** How people act on cards. */
  readonly by: 'clicks' | 'text';
  /** Milliseconds from anywhere. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Somebody types a command; resolves with what is answered. */
export async function ask({ teller, channel }: Stage, person: Person, command: string): Promise<string> {
  teller.tell(person.name, `@Steward ${command}`);
  return textOf(await channel.ask(person, command));
}

/** Somebody gives a reason and presses a button of a card; resolves with what they alone are told. */
export async function press(
  { teller, connector }: Stage,
  person: Person,
  card: ChannelMessage,
  verb: 'approve' | 'reject' | 'retrain',
  reason: string,
): Promise<string> {
  const title = card.buttons.find((button) => button.verb === verb)?.title ?? verb;
  teller.tell(person.name, `presses [${title}], with the reason "${reason}"`);
  const answer = readClickAnswer(await connector.press(person, card.id, verb, { [`${verb}Reason`]: reason }));
  teller.tell('Steward', `(to ${person.name} alone) ${answer}`);
  return answer;
}

export interface ReleaseCard {
  readonly message: ChannelMessage;
  readonly twin: Twin;
}

const endings = /^(?:Serving|Rejected|Expired|Cancelled|Superseded|Failed)/;

/** The card of a release when it is in this state. Rejects when it ends in another. */
export async function waitForRelease(stage: Stage, release: string, state: RegExp): Promise<ReleaseCard> {
  const message = await stage.channel.waitFor(`${release} ${state.source}`, (candidate) => {
    const text = textOf(candidate);
    const found = releaseOf(text) === release ? readTwin(text).state : undefined;
    return found !== undefined && (state.test(found) || endings.test(found));
  });
  const twin = readTwin(textOf(message));
  if (!state.test(twin.state ?? '')) throw new PlaygroundFailure(`${release} ended: ${twin.state ?? 'no state'}.`);
  return { message, twin };
}

/** The number that a release got, by the answer to its command. */
export function releaseIn(answer: string): string {
  const release = /\b(r\d+):/.exec(answer)?.[1];
  if (release === undefined) throw new PlaygroundFailure(`The answer names no release: ${answer}`);
  return release;
}
