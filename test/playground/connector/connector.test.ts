import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Connector } from '../../../playground/connector/create-connector';
import { address, type AsBot, asBotWith, connectAsBot } from './as-bot';
import { startFakeBot } from './fake-bot';
import {
  botToken,
  cardActivity,
  dana,
  type Driver,
  general,
  hmeq,
  messagesOf,
  sam,
  standIn,
  startPatienceMs,
  violationsOf,
} from './stand-in';

const noBot = (): string => 'http://127.0.0.1:9/api/messages';

let connector: Connector;
let driver: Driver;
let asBot: AsBot;

beforeEach(async () => {
  ({ connector, driver } = await standIn({ botUrl: noBot }));
  asBot = await connectAsBot(connector.origin);
}, startPatienceMs);
afterEach(() => connector.stop());

const install = (): Promise<unknown> => driver.call('POST', '/installations', { as: dana, conversation: general });
const inChannel = (activity: unknown): unknown => ({ isGroup: true, channelData: { channel: { id: hmeq } }, activity });

const refreshFor = (...userIds: string[]): unknown => ({ action: { type: 'Action.Execute', verb: 'a' }, userIds });

const sevenLinks = Array<unknown>(7).fill({ type: 'Action.OpenUrl', title: 'x', url: 'https://bank.example' });

describe('the connector API', () => {
  it('posts into a channel, replies in the thread and edits in place', async () => {
    await install();
    const created = await asBot('POST', '/conversations', inChannel(cardActivity('one')));
    const { id, activityId } = created.body as { id: string; activityId: string };
    expect(created.status).toBe(201);
    expect(id).toBe(`${hmeq};messageid=${activityId}`);
    const reply = await asBot('POST', address(id, '/activities'), { type: 'message', text: 'two' });
    expect(reply.status).toBe(201);
    const edited = await asBot('PUT', address(hmeq, `/activities/${activityId}`), cardActivity('three'));
    expect(edited.status).toBe(200);
    expect(await messagesOf(driver, hmeq)).toMatchObject([
      { id: activityId, thread: activityId, summary: 'three', edits: 1, earlierCards: [{ type: 'AdaptiveCard' }] },
      { id: reply.body['id'], thread: activityId, text: 'two', edits: 0 },
    ]);
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('takes a reply to a message by its id, and deletes', async () => {
    await install();
    const { body } = await asBot('POST', '/conversations', inChannel(cardActivity('one')));
    const root = String(body['activityId']);
    const reply = await asBot('POST', address(hmeq, `/activities/${root}`), { type: 'message', text: 'below' });
    expect((await messagesOf(driver, hmeq))[1]).toMatchObject({ id: reply.body['id'], thread: root });
    expect((await asBot('DELETE', address(hmeq, `/activities/${root}`))).status).toBe(200);
    expect(await asBot('PUT', address(hmeq, `/activities/${root}`), cardActivity('x'))).toMatchObject({
      status: 404,
      body: { error: { code: 'ActivityNotFoundInConversation' } },
    });
  });

  it('lists members, one page after the other, and the channels of the team', async () => {
    await install();
    const page = await asBot('GET', address(hmeq, '/pagedmembers?pageSize=4'));
    expect(page.body).toMatchObject({ members: [{ aadObjectId: dana }, {}, {}, {}], continuationToken: '4' });
    const rest = await asBot('GET', address(hmeq, '/pagedmembers?pageSize=4&continuationToken=4'));
    expect(rest.body['members']).toHaveLength(2);
    expect(rest.body['continuationToken']).toBeUndefined();
    expect((await asBot('GET', address(hmeq, `/members/${dana}`))).body).toMatchObject({ name: 'Dana Okafor' });
    expect((await asBot('GET', `/teams/${encodeURIComponent(general)}/conversations`)).body).toEqual({
      conversations: [{ id: general }, { id: hmeq, name: 'hmeq' }],
    });
  });

  it('says of each member whether they are a guest', async () => {
    await install();
    const { body } = await asBot('GET', address(hmeq, '/pagedmembers'));
    const members = body['members'] as { aadObjectId: string; userRole: string }[];
    const guests = members.filter(({ userRole }) => userRole === 'guest');
    expect(guests.map(({ aadObjectId }) => aadObjectId)).toEqual([sam]);
    expect((await asBot('GET', address(hmeq, `/members/${sam}`))).body).toMatchObject({ userRole: 'guest' });
    expect((await asBot('GET', address(hmeq, `/members/${dana}`))).body).toMatchObject({ userRole: 'user' });
  });

  it('refuses a bot that is not installed, or not known', async () => {
    expect(await asBot('POST', '/conversations', inChannel(cardActivity('x')))).toMatchObject({
      status: 403,
      body: { error: { code: 'BotNotInConversationRoster' } },
    });
    expect((await asBot('GET', address(hmeq, '/members'), undefined, { authorization: 'Bearer x.y.z' })).status).toBe(
      401,
    );
    expect((await asBot('GET', address(hmeq, '/members'), undefined, { authorization: '' })).status).toBe(401);
  });

  it.each([
    ['an unknown element', cardActivity('x', { body: [{ type: 'Blink', text: 'x' }] }), 400],
    [
      'an unknown element deep inside',
      cardActivity('x', { body: [{ type: 'Container', items: [{ type: 'B' }] }] }),
      400,
    ],
    ['a version that clients draw blank', cardActivity('x', { version: '1.6' }), 400],
    ['seven actions', cardActivity('x', { actions: Array(7).fill({ type: 'Action.Execute', verb: 'a' }) }), 400],
    ['seven actions inside', cardActivity('x', { body: [{ type: 'ActionSet', actions: sevenLinks }] }), 400],
    ['a button without verb', cardActivity('x', { actions: [{ type: 'Action.Execute' }] }), 400],
    ['a refresh that sends nothing', cardActivity('x', { refresh: { userIds: [] } }), 400],
    ['a refresh for people by another id', cardActivity('x', { refresh: refreshFor(dana) }), 400],
    ['a refresh for 61 people', cardActivity('x', { refresh: refreshFor(...Array<string>(61).fill('29:1')) }), 400],
    ['an input without id', cardActivity('x', { body: [{ type: 'Input.Text' }] }), 400],
    ['a card of 100 KB', cardActivity('x'.repeat(60_000)), 413],
    ['an empty message', { type: 'message', text: ' ' }, 400],
    ['no activity', 'hello', 400],
    ['an unknown attachment', { type: 'message', attachments: [{ contentType: 'text/html', content: 'x' }] }, 400],
  ])('refuses %s and notes it', async (_, activity, status) => {
    await install();
    expect((await asBot('POST', '/conversations', inChannel(activity))).status).toBe(status);
    expect(await messagesOf(driver, hmeq)).toEqual([]);
    expect(await violationsOf(driver)).toHaveLength(1);
  });

  it('takes a message of 100 KB in UTF-16 and not a character more, also as an edit', async () => {
    await install();
    const words = (length: number): unknown => ({ type: 'message', text: 'x'.repeat(length) });
    const most = (100 * 1024) / 2 - JSON.stringify(words(0)).length;
    const { status, body } = await asBot('POST', '/conversations', inChannel(words(most)));
    expect(status).toBe(201);
    const refused = { status: 413, body: { error: { code: 'MessageSizeTooBig' } } };
    expect(await asBot('POST', address(hmeq, '/activities'), words(most + 1))).toMatchObject(refused);
    const message = address(hmeq, `/activities/${String(body['activityId'])}`);
    expect(await asBot('PUT', message, words(most + 1))).toMatchObject(refused);
  });

  it('makes two messages of text with a card, and gives no id', async () => {
    await install();
    const both = { ...cardActivity('card'), text: 'text' };
    expect(await asBot('POST', '/conversations', inChannel(both))).toEqual({ status: 201, body: {}, retryAfter: null });
    expect(await messagesOf(driver, hmeq)).toMatchObject([{ text: 'text' }, { summary: 'card' }]);
    const [{ thread } = { thread: '' }] = await messagesOf(driver, hmeq);
    const reply = await asBot('POST', address(`${hmeq};messageid=${thread}`, '/activities'), both);
    expect(reply).toEqual({ status: 201, body: {}, retryAfter: null });
    const noId = expect.stringContaining('gives no id') as string;
    expect(await violationsOf(driver)).toEqual([noId, noId]);
  });

  it('notes an unknown route', async () => {
    expect((await asBot('GET', '/conversations/x/history')).status).toBe(404);
    expect(await violationsOf(driver)).toEqual(['unknown route: GET /connector/v3/conversations/x/history']);
  });
});

describe('people', () => {
  it('are told what is missing before anything is sent, as clients do', async () => {
    await install();
    const body = [{ type: 'Input.Text', id: 'reason', label: 'Reason', isRequired: true, maxLength: 5 }];
    const actions = [{ type: 'Action.Execute', title: 'Approve', verb: 'approve', data: { release: 'r1' } }];
    const { body: created } = await asBot('POST', '/conversations', inChannel(cardActivity('x', { body, actions })));
    const message = created['activityId'];
    const click = (more: object): ReturnType<Driver['status']> =>
      driver.status('POST', '/clicks', { as: dana, message, button: 'Approve', ...more });
    expect(await click({})).toMatchObject({ status: 422, body: { error: { code: 'InputMissing' } } });
    expect(await click({ inputs: { reason: 'too long' } })).toMatchObject({ status: 422 });
    expect(await click({ inputs: { reason: 'ok', other: '1' } })).toMatchObject({ status: 422 });
    expect(await click({ button: 'Launch' })).toMatchObject({ status: 409, body: { error: { code: 'NoSuchButton' } } });
    expect(await click({ inputs: { reason: 'ok' } })).toMatchObject({
      status: 200,
      body: { deliveries: [{ status: 0 }] },
    });
    expect(await violationsOf(driver)).toEqual([expect.stringContaining('HTTP 0')]);
  });

  it('speak without the bot hearing it unless they mention it', async () => {
    await install();
    const say = (more: object): Promise<unknown> =>
      driver.call('POST', address(hmeq, '/messages'), { as: dana, text: 'help', ...more });
    expect(await say({ mention: false })).toMatchObject({
      deliveries: [],
      unheard: { code: 'NotMentioned', message: expect.stringContaining('Begin with @Steward') as string },
    });
    const heard = await say({});
    expect(heard).toMatchObject({ deliveries: [{ status: 0 }] });
    expect(heard).not.toHaveProperty('unheard');
    expect(await messagesOf(driver, hmeq)).toMatchObject([
      { text: 'help', mention: false },
      { text: 'help', mention: true },
    ]);
  });

  it('reach a bot that hears of its installation in Teams order', async () => {
    const bot = await startFakeBot();
    const other = await standIn({ botUrl: () => bot.url });
    await other.driver.call('POST', '/installations', { as: dana, conversation: hmeq });
    await other.driver.call('POST', `/conversations/${encodeURIComponent(hmeq)}/messages`, { as: dana, text: 'help' });
    expect(bot.heard.map(({ type }) => type)).toEqual(['conversationUpdate', 'installationUpdate', 'message']);
    expect(bot.heard[2]).toMatchObject({
      text: '<at>Steward</at> help\n',
      channelId: 'msteams',
      from: { aadObjectId: dana },
      conversation: { id: expect.stringMatching(/^19:hmeq@thread\.tacv2;messageid=\d+$/) as string },
      entities: [{ type: 'mention', text: '<at>Steward</at>' }, {}],
    });
    await other.connector.stop();
    await bot.stop();
  });

  it('wait for events instead of asking again and again', async () => {
    const waiting = driver.call<{ events: { n: number; kind: string }[] }>('GET', '/events?after=0&wait=20000');
    await install();
    expect((await waiting).events).toMatchObject([{ n: 1, kind: 'installed' }]);
  });
});

describe('the state file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'connector-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps the transcript, the installation and the keys over a restart, for its owner only', async () => {
    const stateFile = path.join(folder, 'state.json');
    await connector.stop();
    ({ connector, driver } = await standIn({ botUrl: noBot, stateFile }));
    await install();
    const token = await botToken(connector.origin);
    asBot = asBotWith(connector.origin, token);
    const { body } = await asBot('POST', '/conversations', inChannel(cardActivity('before')));
    const id = String(body['activityId']);
    await connector.stop();
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);

    ({ connector, driver } = await standIn({ botUrl: noBot, stateFile }));
    asBot = asBotWith(connector.origin, token);
    expect((await asBot('PUT', address(hmeq, `/activities/${id}`), cardActivity('after'))).status).toBe(200);
    expect(await messagesOf(driver, hmeq)).toMatchObject([{ id, summary: 'after', edits: 1 }]);
    const { events } = await driver.call<{ events: { n: number }[] }>('GET', '/events?after=0');
    expect(events[0]?.n).toBeGreaterThan(1);
    await connector.stop();
    expect(await readFile(stateFile, 'utf8')).not.toContain('password');
    ({ connector, driver } = await standIn({ botUrl: noBot }));
  });

  it('is refused when it is some other file', async () => {
    const stateFile = path.join(folder, 'state.json');
    await writeFile(stateFile, '{"version":7}');
    await expect(standIn({ botUrl: noBot, stateFile })).rejects.toThrow('is not a state of the connector');
  });
});
