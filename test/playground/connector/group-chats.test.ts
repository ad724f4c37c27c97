import type { Connector } from '../../../playground/connector/create-connector';
import { address, type AsBot, connectAsBot } from './as-bot';
import { type FakeBot, startFakeBot } from './fake-bot';
import {
  cardActivity,
  dana,
  type Driver,
  general,
  hmeq,
  ivo,
  lena,
  messagesOf,
  standIn,
  startPatienceMs,
  theo,
  violationsOf,
} from './stand-in';

const night = '19:release-night@thread.v2';

let bot: FakeBot;
let connector: Connector;
let driver: Driver;
let asBot: AsBot;

beforeEach(async () => {
  bot = await startFakeBot();
  ({ connector, driver } = await standIn({ botUrl: () => bot.url }));
  asBot = await connectAsBot(connector.origin);
}, startPatienceMs);
afterEach(async () => {
  await connector.stop();
  await bot.stop();
});

const install = (): Promise<unknown> => driver.call('POST', '/installations', { as: lena, conversation: night });
const say = (more: object): ReturnType<Driver['status']> =>
  driver.status('POST', address(night, '/messages'), { as: lena, text: 'status', ...more });

describe('a group chat', () => {
  it('has an installation of its own, which the bot hears of', async () => {
    await driver.call('POST', '/installations', { as: lena, conversation: hmeq });
    expect(await say({})).toMatchObject({ status: 200, body: { deliveries: [], unheard: { code: 'NotInstalled' } } });
    expect(await asBot('POST', address(night, '/activities'), cardActivity('x'))).toMatchObject({
      status: 403,
      body: { error: { code: 'BotNotInConversationRoster' } },
    });
    bot.heard.length = 0;
    await install();
    const conversation = { id: night, conversationType: 'groupChat', isGroup: true };
    expect(bot.heard).toMatchObject([
      { type: 'conversationUpdate', conversation, from: { aadObjectId: lena } },
      { type: 'installationUpdate', conversation, action: 'add' },
    ]);
    await driver.call('POST', '/removals', { as: theo, conversation: night });
    expect(await asBot('GET', address(night, '/members'))).toMatchObject({ status: 403 });
    expect((await asBot('GET', address(hmeq, '/members'))).status).toBe(200);
  });

  it('brings the bot what mentions it, and nothing else', async () => {
    await install();
    bot.heard.length = 0;
    expect(await say({ mention: false })).toMatchObject({ body: { unheard: { code: 'NotMentioned' } } });
    expect(await say({})).toMatchObject({ body: { deliveries: [{ status: 200 }] } });
    expect(bot.heard).toMatchObject([
      {
        type: 'message',
        text: '<at>Steward</at> status\n',
        conversation: { id: night, conversationType: 'groupChat' },
        entities: [{ type: 'mention', text: '<at>Steward</at>' }, {}],
      },
    ]);
    expect(bot.heard[0]?.['channelData']).toEqual({ tenant: { id: expect.any(String) as string } });
  });

  it('lists its members to the bot, and nobody else', async () => {
    await install();
    expect((await asBot('GET', address(night, '/members'))).body).toMatchObject([
      { aadObjectId: lena },
      { aadObjectId: theo },
      { aadObjectId: ivo },
    ]);
    expect((await asBot('GET', address(night, '/pagedmembers?pageSize=2'))).body).toMatchObject({
      members: [{ aadObjectId: lena }, { aadObjectId: theo }],
      continuationToken: '2',
    });
    expect((await asBot('GET', address(night, `/members/${theo}`))).body).toMatchObject({ name: 'Theo Lind' });
    expect(await asBot('GET', address(night, `/members/${dana}`))).toMatchObject({
      status: 404,
      body: { error: { code: 'MemberNotFoundInConversation' } },
    });
  });

  it('takes what the bot says, changes and takes back', async () => {
    await install();
    const { status, body } = await asBot('POST', address(night, '/activities'), cardActivity('one'));
    expect(status).toBe(201);
    const message = address(night, `/activities/${String(body['id'])}`);
    expect((await asBot('PUT', message, cardActivity('two'))).status).toBe(200);
    expect(await messagesOf(driver, night)).toMatchObject([{ id: body['id'], summary: 'two', edits: 1 }]);
    expect((await asBot('DELETE', message)).status).toBe(200);
    expect(await messagesOf(driver, night)).toMatchObject([{ deleted: true }]);
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('is made by people only, and has no threads', async () => {
    await install();
    const members = [{ id: lena }, { id: theo }];
    expect(await asBot('POST', '/conversations', { members, activity: cardActivity('x') })).toMatchObject({
      status: 400,
      body: { error: { message: 'a bot cannot create a group chat' } },
    });
    const thread = { isGroup: true, channelData: { channel: { id: night } }, activity: cardActivity('x') };
    expect((await asBot('POST', '/conversations', thread)).status).toBe(400);
    expect(await messagesOf(driver, night)).toEqual([]);
    expect(await violationsOf(driver)).toHaveLength(2);
  });

  it('counts all that the bot sends against one limit, as it is one thread', async () => {
    await connector.stop();
    ({ connector, driver } = await standIn({ botUrl: () => bot.url, throttle: true, now: () => new Date(1e12) }));
    asBot = await connectAsBot(connector.origin);
    await install();
    const send = (): ReturnType<AsBot> => asBot('POST', address(night, '/activities'), cardActivity('n'));
    const { body } = await send();
    for (let i = 1; i < 7; i += 1) expect((await send()).status).toBe(201);
    expect(await send()).toMatchObject({ status: 429, retryAfter: '1' });
    const edit = await asBot('PUT', address(night, `/activities/${String(body['id'])}`), cardActivity('n'));
    expect(edit.status).toBe(429);
  });

  it('is closed to those who are not in it', async () => {
    await install();
    const actions = [{ type: 'Action.Execute', title: 'Look', verb: 'look' }];
    const { body } = await asBot('POST', address(night, '/activities'), cardActivity('x', { actions }));
    const refused = { status: 403, body: { error: { code: 'NotAMember' } } };
    expect(await say({ as: dana })).toMatchObject(refused);
    expect(await driver.status('POST', '/clicks', { as: dana, message: body['id'], button: 'Look' })).toMatchObject(
      refused,
    );
    expect(await driver.status('POST', '/removals', { as: dana, conversation: night })).toMatchObject(refused);
    expect(await messagesOf(driver, night)).toHaveLength(1);
  });
});

describe('a personal chat', () => {
  const sayTo = (whose: string, as: string): ReturnType<Driver['status']> =>
    driver.status('POST', address(`a:${whose}`, '/messages'), { as, text: 'help' });

  it('says that the app is not there, until its person adds it', async () => {
    expect(await sayTo(dana, dana)).toMatchObject({
      status: 200,
      body: {
        deliveries: [],
        unheard: { code: 'NotInstalled', message: expect.stringContaining('Add it first') as string },
      },
    });
    await driver.call('POST', '/installations', { as: dana });
    const { body } = await sayTo(dana, dana);
    expect(body).toMatchObject({ deliveries: [{ status: 200 }] });
    expect(body).not.toHaveProperty('unheard');
  });

  it('is nobody else’s', async () => {
    expect(await sayTo(dana, lena)).toMatchObject({ status: 403, body: { error: { code: 'NotAMember' } } });
  });
});

describe('the list of conversations', () => {
  interface Listed {
    readonly id: string;
    readonly lastMessageAt?: string;
  }
  const listed = async (query: string): Promise<readonly Listed[]> =>
    (await driver.call<{ conversations: Listed[] }>('GET', `/conversations${query}`)).conversations;

  it('is a person’s own, with who reads along and what is installed', async () => {
    await driver.call('POST', '/installations', { as: theo, conversation: night });
    const own = { id: `a:${theo}`, kind: 'personal', name: 'Theo Lind', person: theo };
    expect(await listed(`?as=${theo}`)).toEqual([
      { id: general, kind: 'channel', name: 'General', members: 6, installed: false },
      { id: hmeq, kind: 'channel', name: 'hmeq', members: 6, installed: false },
      { id: night, kind: 'group', name: 'Release night', members: 3, installed: true },
      { ...own, members: 1, installed: false },
    ]);
    expect((await listed(`?as=${dana}`)).map(({ id }) => id)).toEqual([general, hmeq, `a:${dana}`]);
    expect((await driver.status('GET', '/conversations?as=nobody')).status).toBe(404);
  });

  it('says when something was last said', async () => {
    await say({ mention: false });
    await install();
    const { body } = await asBot('POST', address(night, '/activities'), cardActivity('x'));
    const { at } = await driver.call<{ at: string }>('GET', `/messages/${String(body['id'])}`);
    const times = (await listed(`?as=${lena}`)).map(({ lastMessageAt }) => lastMessageAt);
    expect(times).toEqual([undefined, undefined, at, undefined]);
  });

  it('is for nobody in particular that of the channels and of the chats in use', async () => {
    expect(await listed('')).toEqual([
      { id: general, kind: 'channel', name: 'General' },
      { id: hmeq, kind: 'channel', name: 'hmeq' },
    ]);
    await say({ mention: false });
    expect((await listed('')).map(({ id }) => id)).toEqual([general, hmeq, night]);
  });
});
