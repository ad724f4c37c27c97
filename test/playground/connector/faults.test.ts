import type { Connector } from '../../../playground/connector/create-connector';
import { address, type AsBot, type BotAnswer, connectAsBot } from './as-bot';
import { type FakeBot, startFakeBot } from './fake-bot';
import { cardActivity, dana, type Driver, hmeq, messagesOf, standIn, startPatienceMs, violationsOf } from './stand-in';

let bot: FakeBot;
let connector: Connector;
let driver: Driver;
let asBot: AsBot;

async function start(more: { throttle?: boolean; now?: () => Date } = {}): Promise<void> {
  ({ connector, driver } = await standIn({ botUrl: () => bot.url, ...more }));
  asBot = await connectAsBot(connector.origin);
  await driver.call('POST', '/installations', { as: dana, conversation: hmeq });
  bot.heard.length = 0;
}

beforeEach(async () => {
  const value = 'noted';
  bot = await startFakeBot(() => ({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value }));
  await start();
}, startPatienceMs);
afterEach(async () => {
  await connector.stop();
  await bot.stop();
});

const fault = (body: unknown): Promise<unknown> => driver.call('POST', '/faults', body);
const create = (activity: unknown = cardActivity('x'), signal?: AbortSignal): Promise<BotAnswer> =>
  asBot(
    'POST',
    '/conversations',
    { isGroup: true, channelData: { channel: { id: hmeq } }, activity },
    ...(signal ? [{ signal }] : []),
  );
const edit = (id: unknown): Promise<BotAnswer> =>
  asBot('PUT', address(hmeq, `/activities/${String(id)}`), cardActivity('edited'));

describe('planned faults', () => {
  it.each([
    ['429 with the time to wait', { status: 429, code: 'TooManyRequests', retryAfter: 3 }, '3'],
    ['412, as after writing at the same time', { status: 412, code: 'PreconditionFailed' }, null],
    ['502', { status: 502, code: 'BadGateway' }, null],
  ])('refuse with %s as often as asked, without effect', async (_, refusal, retryAfter) => {
    await fault({ on: 'create', times: 2, then: { kind: 'status', ...refusal } });
    const refused = { status: refusal.status, retryAfter, body: { error: { code: refusal.code } } };
    expect(await create()).toMatchObject(refused);
    expect(await create()).toMatchObject(refused);
    expect(await messagesOf(driver, hmeq)).toHaveLength(0);
    expect((await create()).status).toBe(201);
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('accept and then answer 502', async () => {
    await fault({ on: 'create', accept: true, then: { kind: 'status', status: 502 } });
    expect((await create()).status).toBe(502);
    expect(await messagesOf(driver, hmeq)).toHaveLength(1);
  });

  it('cut the connection, before or after the call had its effect', async () => {
    const { body } = await create();
    await fault({ on: 'update', then: { kind: 'cut' } });
    await fault({ on: 'update', accept: true, then: { kind: 'cut' } });
    await expect(edit(body['activityId'])).rejects.toThrow('fetch failed');
    expect(await messagesOf(driver, hmeq)).toMatchObject([{ edits: 0 }]);
    await expect(edit(body['activityId'])).rejects.toThrow('fetch failed');
    expect(await messagesOf(driver, hmeq)).toMatchObject([{ edits: 1 }]);
  });

  it('lose the answer of a call that had its effect: the bot waits in vain', async () => {
    await fault({ on: 'create', accept: true, then: { kind: 'silence' } });
    const { events } = await driver.call<{ events: { n: number }[] }>('GET', '/events');
    const patience = new AbortController();
    const lost = create(cardActivity('x'), patience.signal).catch((error: Error) => error.name);
    const after = events.at(-1)?.n ?? 0;
    expect(await driver.call('GET', `/events?after=${after}&wait=20000`)).toMatchObject({
      events: [{ kind: 'posted' }],
    });
    patience.abort();
    expect(await lost).toBe('AbortError');
    expect(await messagesOf(driver, hmeq)).toHaveLength(1);
  });

  it('answer late, so that what was sent after it is there before it', async () => {
    const { body } = await create();
    const id = String(body['activityId']);
    await fault({ on: 'update', then: { kind: 'delay', ms: 1000 } });
    const slow = edit(id);
    const quick = asBot('POST', address(hmeq, `/activities/${id}`), { type: 'message', text: 'quick' });
    expect((await Promise.race([slow, quick])).status).toBe(201);
    expect((await slow).status).toBe(200);
    const { events } = await driver.call<{ events: { kind: string }[] }>('GET', '/events');
    expect(events.slice(-2).map(({ kind }) => kind)).toEqual(['posted', 'edited']);
  });

  it('meet each kind of call, and are forgotten when asked', async () => {
    const then = { kind: 'status', status: 503 };
    await fault({ on: 'members', then });
    await fault({ on: 'send', then });
    await fault({ on: 'any', times: 9, then });
    expect((await asBot('GET', address(hmeq, '/members'))).status).toBe(503);
    expect((await asBot('POST', address(hmeq, '/activities'), cardActivity('x'))).status).toBe(503);
    expect((await create()).status).toBe(503);
    await driver.call('DELETE', '/faults');
    expect((await create()).status).toBe(201);
  });
});

describe('what is delivered again', () => {
  interface Told {
    readonly id: string;
    readonly deliveries: readonly { readonly activityId: string }[];
  }
  const repeats = { sameId: 1, newId: 2 };

  it('comes under the same id first and under new ones later, as one message', async () => {
    const words = { as: dana, text: 'help', repeats };
    const { id, deliveries } = await driver.call<Told>('POST', address(hmeq, '/messages'), words);
    const ids = bot.heard.map((activity) => activity.id);
    expect(ids).toEqual(deliveries.map(({ activityId }) => activityId));
    expect(ids.slice(0, 2)).toEqual([id, id]);
    expect(new Set(ids).size).toBe(3);
    const [original] = bot.heard;
    for (const { timestamp, ...rest } of bot.heard) {
      expect({ ...original, ...rest, id, timestamp: original?.['timestamp'] }).toEqual(original);
      expect(String(timestamp) >= String(original?.['timestamp'])).toBe(true);
    }
    expect(await messagesOf(driver, hmeq)).toHaveLength(1);
  });

  it('is a click too, and all of it can come at once', async () => {
    const actions = [{ type: 'Action.Execute', title: 'Approve', verb: 'approve', data: { release: 17 } }];
    const { body } = await create(cardActivity('x', { actions }));
    const click = { as: dana, message: body['activityId'], button: 'Approve', repeats: { ...repeats, atOnce: true } };
    const { answers } = await driver.call<{ answers: unknown[] }>('POST', '/clicks', click);
    expect(answers).toHaveLength(4);
    expect(new Set(bot.heard.map(({ id }) => id)).size).toBe(3);
    const data = { release: 17 };
    for (const { value } of bot.heard) expect(value).toMatchObject({ trigger: 'manual', action: { data } });
  });
});

describe('the limit of seven sends a second', () => {
  let now: number;
  const send = (thread: unknown): Promise<BotAnswer> =>
    asBot('POST', address(`${hmeq};messageid=${String(thread)}`, '/activities'), { type: 'message', text: 'x' });

  beforeEach(async () => {
    now = 1e12;
    await connector.stop();
    await start({ throttle: true, now: () => new Date(now) });
  });

  it('counts sends and edits in a thread together, and lets more through a second later', async () => {
    const { body } = await create();
    const thread = body['activityId'];
    for (let i = 0; i < 4; i += 1) expect((await send(thread)).status).toBe(201);
    for (let i = 0; i < 3; i += 1) expect((await edit(thread)).status).toBe(200);
    const refused = { status: 429, retryAfter: '1', body: { error: { code: 'TooManyRequests' } } };
    expect(await send(thread)).toMatchObject(refused);
    expect(await edit(thread)).toMatchObject(refused);
    expect(await messagesOf(driver, hmeq)).toHaveLength(5);
    now += 1000;
    expect((await send(thread)).status).toBe(201);
  });

  it('counts each thread by itself', async () => {
    const [one, other] = [(await create()).body['activityId'], (await create()).body['activityId']];
    for (let i = 0; i < 7; i += 1) expect((await send(one)).status).toBe(201);
    expect((await send(one)).status).toBe(429);
    expect((await send(other)).status).toBe(201);
  });

  it('counts new threads in a channel', async () => {
    for (let i = 0; i < 7; i += 1) expect((await create()).status).toBe(201);
    expect((await create()).status).toBe(429);
  });
});
