import { renderReleaseCard } from '../../../cards/release-card';
import { renderRetrainingCard } from '../../../cards/retraining-card';
import { rememberEdits, waitUntilSettled } from '../../../playground/chat/settle';
import type { Channel } from '../../../playground/client/channel';
import type { ChannelMessage } from '../../../playground/client/connector-client';
import { releaseStates } from '../../cards/release-states';
import { retrainingStates } from '../../cards/retraining-states';

const message = (id: string, edits: number, summary: string): ChannelMessage => ({
  id,
  conversation: 'c',
  thread: id,
  author: { kind: 'bot', name: 'Steward' },
  at: '',
  edits,
  summary,
  card: {},
  buttons: [],
});

function t5(state: string, edits: number): ChannelMessage {
  const view = retrainingStates[state];
  if (!view) throw new Error(`no state ${state}`);
  return message('t5', edits, renderRetrainingCard(view).text);
}

function r18(state: string, edits: number): ChannelMessage {
  const view = releaseStates[state];
  if (!view) throw new Error(`no state ${state}`);
  return message('r18', edits, renderReleaseCard({ ...view, release: { ...view.release, number: 18 } }).text);
}

/** What had not come yet when the wait for what an answer started was over. */
async function leftAfter(
  words: string,
  coming: readonly ChannelMessage[],
  pressed?: ChannelMessage,
): Promise<readonly string[]> {
  const messages = new Map(pressed ? [[pressed.id, pressed]] : []);
  const left = [...coming];
  const channel: Channel = {
    ask: () => Promise.reject(new Error('nobody asks')),
    messages: () => [...messages.values()],
    waitFor(what, fits) {
      for (;;) {
        const found = [...messages.values()].find(fits);
        if (found) return Promise.resolve(found);
        const next = left.shift();
        if (!next) return Promise.reject(new Error(`never came: ${what}`));
        messages.set(next.id, next);
      }
    },
    ended: Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
  await waitUntilSettled(channel, rememberEdits(channel), { words, pressed: pressed?.summary });
  return left.map(({ id, edits }) => `${id} ${edits}`);
}

const started =
  't5: a challenger for production is being made. Its card follows; nothing changes there without an approval.';
const later = message('later', 0, 'something else');

describe('chat: what a line waits for', () => {
  it('is the end of the retraining that it started, and the release’s question', async () => {
    const cards = [t5('collecting', 0), t5('training', 1), t5('registered', 2), r18('preparing', 0), r18('waiting', 1)];
    expect(await leftAfter(started, [...cards, later])).toEqual(['later 0']);
  });

  it.each(['not-better', 'failed-data', 'cancelled', 'registered-no-release'])(
    'is the end of a retraining that asks for no release: %s',
    async (ending) => {
      expect(await leftAfter(started, [t5('collecting', 0), t5(ending, 1), later])).toEqual(['later 0']);
    },
  );

  it('is the end of the retraining that it cancels, typed or pressed', async () => {
    const words = 't5 is being cancelled: its trainer is ended. What serves goes on serving.';
    const cards = [t5('training-cancel-asked', 2), t5('cancelled', 3), later];
    expect(await leftAfter(words, [t5('training', 1), ...cards])).toEqual(['later 0']);
    expect(await leftAfter('', cards, t5('training', 1))).toEqual(['later 0']);
  });

  it('is nothing where nothing was started', async () => {
    expect(await leftAfter('There is no retraining t5 in hmeq.', [later])).toEqual(['later 0']);
  });
});
