import type { ChannelMessage } from '../client/connector-client';
import { createNewsFinder, type News } from '../client/what-is-new';
import type { Teller } from './teller';

const marks: Readonly<Record<News['showing'], string>> = {
  text: '',
  card: '(card) ',
  'edited card': '(card, edited) ',
};

/** Writes down what the bot says, as far as it is new. */
export function createMessageShower(teller: Teller, botName: string): (message: ChannelMessage) => void {
  const find = createNewsFinder();
  return (message) => {
    if (message.author.kind !== 'bot') return;
    const news = find(message);
    if (news) teller.tell(botName, `${marks[news.showing]}${news.words}`);
  };
}
