import type { ChannelMessage, ConnectorClient, Person } from './connector-client';
import { messageOf, StoryFailure } from './failure';

/** The team's channel, as somebody who reads along sees it. */
export interface Channel {
  /** Types a message to the bot and waits for its answer in the thread. */
  ask(person: Person, text: string): Promise<ChannelMessage>;
  /** The first message that fits, now or as soon as there is one. */
  waitFor(what: string, fits: (message: ChannelMessage) => boolean): Promise<ChannelMessage>;
  /** Reads no more. */
  close(): Promise<void>;
}

interface Waiting {
  readonly fits: (message: ChannelMessage) => boolean;
  readonly found: (message: ChannelMessage) => void;
  readonly failed: (error: Error) => void;
}

interface ChannelParts {
  readonly connector: ConnectorClient;
  readonly conversation: string;
  /** Hears of each message of the bot, new or edited, in order. */
  readonly onMessage: (message: ChannelMessage) => void;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** Longer than any answer may take, so that a story that stands still ends. */
const patienceMs = 30_000;

/** Reads along from now on, by the connector's events. */
export function openChannel({ connector, conversation, onMessage, signal }: ChannelParts): Channel {
  const messages = new Map<string, ChannelMessage>();
  const waiting = new Set<Waiting>();
  const closing = new AbortController();
  let failure: Error | undefined;

  function take(message: ChannelMessage): void {
    messages.set(message.id, message);
    if (message.author.kind !== 'bot') return;
    onMessage(message);
    for (const one of waiting) if (one.fits(message)) one.found(message);
  }

  async function readAlong(): Promise<void> {
    let last = 0;
    const until = AbortSignal.any([signal, closing.signal]);
    for (;;) {
      for (const { n, kind, message: id } of await connector.events(last, until)) {
        last = n;
        if (id === undefined || (kind !== 'posted' && kind !== 'edited')) continue;
        const message = await connector.read(id);
        if (message.conversation === conversation && messages.get(id)?.edits !== message.edits) take(message);
      }
    }
  }

  const reading = readAlong().catch((error: unknown) => {
    if (closing.signal.aborted) return;
    failure = error instanceof Error ? error : new Error(messageOf(error));
    for (const one of waiting) one.failed(failure);
  });

  function waitFor(what: string, fits: Waiting['fits']): Promise<ChannelMessage> {
    return new Promise((resolve, reject) => {
      const known = [...messages.values()].find((message) => message.author.kind === 'bot' && fits(message));
      if (known || failure) return known ? resolve(known) : reject(failure ?? new Error());
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        waiting.delete(one);
      };
      const failed = (error: Error): void => {
        end();
        reject(error);
      };
      const one = {
        fits,
        failed,
        found: (message: ChannelMessage): void => {
          end();
          resolve(message);
        },
      };
      const aborted = (): void => failed(new StoryFailure('The story was stopped.'));
      const timer = setTimeout(
        () => failed(new StoryFailure(`Nothing for ${patienceMs / 1000} s: ${what}.`)),
        patienceMs,
      );
      signal.addEventListener('abort', aborted);
      waiting.add(one);
    });
  }

  return {
    waitFor,
    async ask(person, text) {
      const { id, thread } = await connector.say(person, conversation, text);
      return waitFor(`an answer to "${text}"`, (message) => message.thread === thread && message.id !== id);
    },
    async close() {
      closing.abort();
      await reading;
    },
  };
}
