import { createPageStore } from '../../../playground/page/app/state/page-store';
import type { Snapshot } from '../../../playground/page/wire/stream';
import { createMessage, createOverview } from './chat/examples';

const people = ['dana', 'lena'].map((name) => ({ objectId: name, channelUserId: `29:${name}`, name, note: '' }));
const seenBy = people.map(({ objectId }) => objectId);
const channel = (id: string, installed = true) => ({ id, kind: 'channel' as const, name: id, installed, seenBy });

const snapshot: Snapshot = {
  workplace: { team: { id: '', name: '' }, people, bot: { appId: '', name: 'Steward' } },
  conversations: [channel('general'), channel('hmeq')],
  messages: [createMessage('100')],
  commands: [],
  overview: createOverview(),
  outside: null,
  story: null,
  parts: { connector: true, bot: true },
  temporalUrl: '',
};
const unknown: Snapshot = {
  ...snapshot,
  workplace: { ...snapshot.workplace, people: [] },
  conversations: [],
  messages: [],
  overview: null,
};

function openPage(saved: object = {}) {
  const store = createPageStore({ getItem: () => JSON.stringify(saved), setItem: () => undefined });
  return { ...store, take: (value: Snapshot) => store.take({ what: 'snapshot', value }) };
}

describe('where a page opens', () => {
  it('is the channel of the project, also when that is known a moment later', () => {
    const page = openPage();
    page.take({ ...snapshot, overview: null });
    expect(page.get().conversation).toBe('general');
    page.take(snapshot);
    expect(page.get().conversation).toBe('hmeq');
  });

  it('is where the visitor went meanwhile', () => {
    const page = openPage();
    page.take({ ...snapshot, overview: null });
    page.set({ conversation: 'general' });
    page.take(snapshot);
    expect(page.get().conversation).toBe('general');
  });

  it('is where the visitor was, through a restart of the page’s server, which knows nobody at first', () => {
    const page = openPage({ me: 'lena', conversation: 'general', welcome: false, read: { 'lena in general': '100' } });
    page.take(unknown);
    page.take(snapshot);
    expect(page.get()).toMatchObject({ me: 'lena', conversation: 'general', welcome: false });
  });

  it('is the project’s channel with the welcome when Steward began anew', () => {
    const page = openPage({ me: 'lena', conversation: 'general', welcome: false, read: { 'lena in general': '90' } });
    page.take(unknown);
    page.take(snapshot);
    expect(page.get()).toMatchObject({ me: 'lena', conversation: 'hmeq', welcome: true, read: {} });
  });
});
