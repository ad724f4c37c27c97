import { type Channel, openChannel } from '../client/channel';
import type { ChannelMessage, ConnectorClient, Workplace } from '../client/connector-client';
import { createNewsFinder } from '../client/what-is-new';
import { cleanName } from './clean-output';
import { renderNews, renderPast } from './render-message';

const mostPast = 8;

export interface ShownChannel {
  readonly id: string;
  readonly name: string;
  readonly channel: Channel;
  /** Writes down the newest messages: the newest card whole, older ones in short. */
  showPast(): void;
}

interface ShowParts {
  readonly connector: ConnectorClient;
  readonly write: (text: string) => void;
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Milliseconds that an answer may take. */
  readonly patienceMs: number;
  /** True for a message that whoever reads has before their eyes already. */
  readonly isKnown: (message: ChannelMessage) => boolean;
}

/** Opens a channel and writes down what comes there from now on. */
export async function showChannel(parts: ShowParts, where: Workplace['channels'][number]): Promise<ShownChannel> {
  const { connector, write, now, signal, patienceMs, isKnown } = parts;
  const find = createNewsFinder();
  const soFar = await connector.messages(where.id);
  soFar.messages.forEach(find);
  const onMessage = (message: ChannelMessage): void => {
    const news = find(message);
    if (news && !isKnown(message)) write(renderNews(message, news, now()));
  };
  const channel = openChannel({ connector, conversation: where.id, soFar, patienceMs, onMessage, signal });
  return {
    ...where,
    channel,
    showPast() {
      const all = channel.messages();
      const newestCard = all.findLast(({ card }) => card !== undefined);
      write(`Channel ${cleanName(where.name)}; times are UTC; /help says what can be typed.\n`);
      for (const message of all.slice(-mostPast)) {
        const news = message === newestCard ? createNewsFinder()(message) : undefined;
        write(news ? renderNews(message, news, now()) : renderPast(message, now()));
      }
    },
  };
}
