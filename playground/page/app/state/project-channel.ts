import type { PageState } from './page-store';

/** The id of the channel in which the project is talked about; undefined while the bot is in none. */
export function projectChannel({
  conversations,
  overview,
}: Pick<PageState, 'conversations' | 'overview'>): string | undefined {
  const channels = conversations.filter(({ kind, installed }) => kind === 'channel' && installed);
  return (channels.find(({ name }) => name === (overview?.project ?? 'hmeq')) ?? channels.at(-1))?.id;
}
