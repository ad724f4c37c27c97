import type { Connector } from '../../../playground/connector/create-connector';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import type { Person, Workplace } from '../../../playground/connector/workplace';
import { address, type AsBot, connectAsBot } from './as-bot';
import { type FakeBot, type Heard, startFakeBot } from './fake-bot';
import {
  cardActivity,
  dana,
  type Driver,
  hmeq,
  lena,
  messagesOf,
  standIn,
  startPatienceMs,
  theo,
  violationsOf,
} from './stand-in';

const minute = 60_000;
const [ofLena = '', ofTheo = ''] = [lena, theo].map((id) => personOf(id).channelUserId);

function personOf(id: string): Person {
  const person = sampleWorkplace.people.find(({ objectId }) => objectId === id);
  if (!person) throw new Error(`nobody is ${id}`);
  return person;
}

/** A card of the bot that asks for itself as `state`. */
function refreshing(state: string, more: object): Record<string, unknown> {
  const action = { type: 'Action.Execute', title: 'Refresh', verb: 'refresh', data: { release: 17, state } };
  const actions = [{ type: 'Action.Execute', title: 'Approve', verb: 'approve', data: { release: 17 } }];
  return cardActivity(state, { actions, refresh: { action, ...more } });
}

function cardAnswer(words: string): unknown {
  const [attachment] = refreshing(words, { userIds: [ofLena] })['attachments'] as [{ content: unknown }];
  return { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: attachment.content };
}

let answer: (activity: Heard) => unknown;
let now: number;
let bot: FakeBot;
let connector: Connector;
let driver: Driver;
let asBot: AsBot;

beforeEach(async () => {
  now = 1e12;
  answer = ({ value }) => (value ? cardAnswer(`for you, ${value.action.verb}`) : undefined);
  bot = await startFakeBot((activity) => answer(activity));
  await start(sampleWorkplace);
}, startPatienceMs);
afterEach(async () => {
  await connector.stop();
  await bot.stop();
});

async function start(workplace: Workplace): Promise<void> {
  ({ connector, driver } = await standIn({ botUrl: () => bot.url, workplace, now: () => new Date(now) }));
  asBot = await connectAsBot(connector.origin);
  await driver.call('POST', '/installations', { as: dana, conversation: hmeq });
  bot.heard.length = 0;
}

async function post(activity: unknown): Promise<string> {
  const { body } = await asBot('POST', '/conversations', {
    ...{ isGroup: true, channelData: { channel: { id: hmeq } }, activity },
  });
  return String(body['activityId']);
}

async function edit(message: string, activity: unknown): Promise<void> {
  expect((await asBot('PUT', address(hmeq, `/activities/${message}`), activity)).status).toBe(200);
}

interface Refreshed {
  readonly refreshed: boolean;
  readonly why?: string;
}

const refresh = (as: string, message: string): Promise<Refreshed> => driver.call('POST', '/refreshes', { as, message });

/** The data that the bot was sent by itself, and forgets. */
function sent(): readonly unknown[] {
  return bot.heard.splice(0).map(({ value }) => value?.trigger === 'automatic' && value.action.data);
}

describe('a card that refreshes by itself', () => {
  it('asks the bot as the person whom it names, and shows the answer to them alone', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    expect(await refresh(lena, message)).toMatchObject({
      refreshed: true,
      deliveries: [{ status: 200 }],
      answers: [{ statusCode: 200 }],
    });
    expect(bot.heard).toMatchObject([
      {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: message,
        from: { aadObjectId: lena },
        conversation: { id: `${hmeq};messageid=${message}` },
        value: {
          trigger: 'automatic',
          action: { type: 'Action.Execute', verb: 'refresh', data: { release: 17, state: 'waiting' } },
        },
      },
    ]);
    const [shown] = await messagesOf(driver, hmeq);
    expect(Object.keys(shown?.views ?? {})).toEqual([lena]);
    expect(shown).toMatchObject({
      views: { [lena]: { body: [{ text: 'for you, refresh' }] } },
      card: { body: [{ text: 'waiting' }] },
    });
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('does not for anybody else, nor for anybody when it names nobody', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    expect(await refresh(dana, message)).toEqual({ refreshed: false, why: expect.stringMatching(/Dana/) as string });
    const closed = await post(refreshing('waiting', { userIds: [] }));
    expect(await refresh(lena, closed)).toMatchObject({ refreshed: false });
    const plain = await post(cardActivity('waiting'));
    expect(await refresh(lena, plain)).toMatchObject({ refreshed: false, why: 'the card has no refresh action' });
    expect(sent()).toEqual([]);
  });

  it.each([
    [60, true],
    [61, false],
  ])('that lists no people, among %d members: %s', async (members, refreshed) => {
    await connector.stop();
    const extra = Array.from({ length: members - sampleWorkplace.people.length }, (_, i) => ({
      ...{ objectId: `extra-${i}`, channelUserId: `29:extra-${i}`, name: `Extra ${i}`, note: 'reads along' },
    }));
    await start({ ...sampleWorkplace, people: [...sampleWorkplace.people, ...extra] });
    const message = await post(refreshing('waiting', {}));
    expect((await refresh(dana, message)).refreshed).toBe(refreshed);
    expect(sent()).toHaveLength(refreshed ? 1 : 0);
  });

  it('rests for a minute after an answer, also to a pressed button, for each person', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena, ofTheo] }));
    await driver.call('POST', '/clicks', { as: lena, message, button: 'Approve' });
    expect(bot.heard).toMatchObject([{ value: { trigger: 'manual', action: { verb: 'approve' } } }]);
    bot.heard.length = 0;
    now += minute - 1;
    expect(await refresh(lena, message)).toMatchObject({
      refreshed: false,
      why: expect.stringMatching(/59999 ms/) as string,
    });
    expect((await refresh(theo, message)).refreshed).toBe(true);
    now += 1;
    expect((await refresh(lena, message)).refreshed).toBe(true);
    expect(sent()).toHaveLength(2);
    expect(await refresh(lena, message)).toMatchObject({ refreshed: false });
  });

  it('asks at once after an edit, with the data of the card that the client had', async () => {
    answer = () => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'nothing new' });
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    await refresh(lena, message);
    await edit(message, refreshing('approved', { userIds: [ofLena] }));
    await refresh(lena, message);
    expect(sent()).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    expect(await refresh(lena, message)).toMatchObject({ refreshed: false });
    now += minute;
    await refresh(lena, message);
    expect(sent()).toMatchObject([{ state: 'approved' }]);
  });

  it('has had the card that only its person saw, when it was edited after that', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    await refresh(lena, message);
    await edit(message, refreshing('approved', { userIds: [ofLena] }));
    await refresh(lena, message);
    expect(sent()).toMatchObject([{ state: 'waiting' }, { state: 'for you, refresh' }]);
  });

  it('asks no more for those whom an edit left out', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena, ofTheo] }));
    await refresh(lena, message);
    await edit(message, refreshing('approved by Lena', { userIds: [ofTheo] }));
    expect(await refresh(lena, message)).toMatchObject({ refreshed: false });
  });

  it('asks again when the bot did not answer', async () => {
    answer = () => undefined;
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    await refresh(lena, message);
    expect((await refresh(lena, message)).refreshed).toBe(true);
    expect(await violationsOf(driver)).toHaveLength(2);
  });

  it('shows no button for it', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    const { buttons } = await driver.call<{ buttons: unknown[] }>('GET', `/messages/${message}`);
    expect(buttons).toEqual([{ title: 'Approve', verb: 'approve' }]);
    const click = await driver.status('POST', '/clicks', { as: lena, message, button: 'refresh' });
    expect(click).toMatchObject({ status: 409 });
  });

  it('is not asked for in vain: by strangers, of a message that is gone, or without the app', async () => {
    const message = await post(refreshing('waiting', { userIds: [ofLena] }));
    expect((await driver.status('POST', '/refreshes', { as: 'nobody', message })).status).toBe(404);
    await driver.call('POST', '/removals', { as: dana, conversation: hmeq });
    expect(await refresh(lena, message)).toMatchObject({ refreshed: false, why: 'the app is not installed there' });
    await driver.call('POST', '/installations', { as: dana, conversation: hmeq });
    await asBot('DELETE', address(hmeq, `/activities/${message}`));
    expect((await driver.status('POST', '/refreshes', { as: lena, message })).status).toBe(404);
  });
});
