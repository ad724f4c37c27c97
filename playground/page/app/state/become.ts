import type { PageStore } from './page-store';

/** The visitor plays somebody else from now on; an own conversation gives way to the other one's own. */
export function become(store: PageStore, objectId: string): void {
  const { conversations, conversation } = store.get();
  const isOwn = conversations.some(({ id, kind }) => id === conversation && kind === 'personal');
  const theirs = conversations.find(({ kind, seenBy }) => kind === 'personal' && seenBy.includes(objectId));
  store.set({ me: objectId, ...(isOwn && theirs !== undefined && { conversation: theirs.id }) });
}
