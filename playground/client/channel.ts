import type { ChannelMessage, ConnectorClient, Person, ReadSoFar } from './connector-client';
import { messageOf, PlaygroundFailure } from './failure';

/** The team's channel, as somebody who reads along sees it. */
export interface Channel {
  /** Types a message to the bot and waits for its answer in the thread. */
  ask(person: Person, text: string): Promise<ChannelMessage>;
  /** The first message of the bot that fits, now or as soon as there is one. */
  waitFor(what: string, fits: (message: ChannelMessage) => boolean): Promise<ChannelMessage>;
  /** All that was said so far, oldest first, each as it is now. */
  messages(): readonly ChannelMessage[];
  /** Resolves when reading is over: with why it broke off, or without when it was closed. */
  readonly ended: Promise<Error | undefined>;
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
  /** What was said before; reading goes on behind it. From the connector's start without. */
  readonly soFar?: ReadSoFar;
  /** Milliseconds that an answer may take. */
  readonly patienceMs?: number;
  /** Hears of each message, new or edited, in order. */
  readonly onMessage: (message: ChannelMessage) => void;
  /** Ends all waiting. */
  readonly signal: AbortSignal;
}

/** Longer than any answer may take, so that who waits for one that does not come goes on. */
const usualPatienceMs = 30_000;

/** Reads along from now on, by the connector's events. */
export function openChannel(parts: ChannelParts): Channel {
  const { connector, conversation, onMessage, signal, soFar, patienceMs = usualPatienceMs } = parts;
  const messages = new Map(soFar?.messages.map((message) => [message.id, message]));
  const waiting = new Set<Waiting>();
  const closing = new AbortController();
  let failure: Error | undefined;

  function take(message: ChannelMessage): void {
    messages.set(message.id, message);
    onMessage(message);
    if (message.author.kind !== 'bot') return;
    for (const one of waiting) if (one.fits(message)) one.found(message);
  }

  async function readAlong(): Promise<never> {
    let last = soFar?.lastEvent ?? 0;
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

  const ended = readAlong().catch((error: unknown) => {
    if (closing.signal.aborted) return undefined;
    failure = error instanceof Error ? error : new Error(messageOf(error));
    for (const one of waiting) one.failed(failure);
    return failure;
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
      const aborted = (): void => failed(signal.reason as Error);
      const timer = setTimeout(
        () => failed(new PlaygroundFailure(`Nothing for ${patienceMs / 1000} s: ${what}.`)),
        patienceMs,
      );
      signal.addEventListener('abort', aborted);
      waiting.add(one);
    });
  }

  return {
    waitFor,
    ended,
    messages: () => [...messages.values()],
    async ask(person, text) {
      const { id, thread } = await connector.say(person, conversation, text);
      return waitFor(`an answer to "${text}"`, (message) => message.thread === thread && message.id !== id);
    },
    async close() {
      closing.abort();
      await ended;
    },
  };
}
