import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { createAuthenticator } from '../../../bot/teams/authenticate';
import { createChatEdge } from '../../../bot/teams/chat-edge';
import type { ChatAnswer, ChatEvent } from '../../../bot/teams/chat-event';
import { readChatSettings } from '../../../bot/teams/chat-settings';
import type { Card, ConversationRef, Message } from '../../../domain/ports/chat';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import { appPassword, dana, general, hmeq, lena, messagesOf, violationsOf } from '../../playground/connector/stand-in';
import { type Bot, click, recordingLogger, say, startBot } from './edge-fixture';

const text = (words: string): Message => ({ kind: 'text', text: words });

function card(words: string): Card {
  const button = (title: string, data: object): object => ({
    type: 'Action.Execute',
    title,
    verb: 'approve',
    data,
    fallback: { type: 'Action.Submit', title, data: { verb: 'approve', ...data } },
  });
  const body = [
    { type: 'TextBlock', text: words, wrap: true },
    { type: 'Input.Text', id: 'reason', label: 'Reason' },
  ];
  const json = { type: 'AdaptiveCard', version: '1.5', body, actions: [button('Approve', { release: 17 })] };
  return { json: json as unknown as Card['json'], text: words };
}

let answer: (event: ChatEvent) => Promise<ChatAnswer | undefined>;
let bot: Bot;

beforeEach(async () => {
  answer = (event) => Promise.resolve({ message: text(`heard ${event.kind === 'command' ? event.text : event.kind}`) });
  bot = await startBot((event) => answer(event), 200);
  await bot.driver.call('POST', '/installations', { as: dana, conversation: hmeq });
  bot.events.length = 0;
});
afterEach(() => bot.stop());

async function home(): Promise<ConversationRef> {
  await say(bot, 'where');
  const [event] = bot.events.splice(0);
  if (!event) throw new Error('nothing heard');
  return event.conversation;
}

describe('a typed line', () => {
  it('arrives as plain data without the mention, and is answered in its thread', async () => {
    const said = await say(bot, 'deploy champion\u00a0to production');
    expect(said.deliveries).toMatchObject([{ status: 200, body: '' }]);
    expect(bot.events).toEqual([
      {
        kind: 'command',
        activityId: said.id,
        receivedAt: expect.stringMatching(/Z$/) as string,
        text: 'deploy champion\u00a0to production',
        thread: said.id,
        user: {
          objectId: dana,
          tenantId: sampleWorkplace.tenantId,
          channelUserId: '29:1stand-in-1',
          name: 'Dana Okafor',
        },
        conversation: {
          serviceUrl: `${bot.driver.origin}/connector/`,
          tenantId: sampleWorkplace.tenantId,
          conversationId: hmeq,
          botId: `28:${sampleWorkplace.bot.appId}`,
          kind: 'channel',
        },
      },
    ]);
    const shown = await messagesOf(bot.driver, hmeq);
    expect(shown.filter(({ thread }) => thread === said.id)).toMatchObject([
      { author: { name: 'Dana Okafor' } },
      { author: { kind: 'bot' }, text: 'heard deploy champion\u00a0to production' },
    ]);
    expect(await violationsOf(bot.driver)).toEqual([]);
  });

  it('in a personal chat is answered there', async () => {
    const conversation = `a:${dana}`;
    await bot.driver.call('POST', '/installations', { as: dana });
    await bot.driver.call('POST', `/conversations/${encodeURIComponent(conversation)}/messages`, {
      as: dana,
      text: 'hi',
    });
    expect(bot.events.at(-1)).toMatchObject({ kind: 'command', text: 'hi', conversation: { kind: 'personal' } });
    expect(bot.events.at(-1)).not.toHaveProperty('thread');
    expect((await messagesOf(bot.driver, conversation)).at(-1)).toMatchObject({ text: 'heard hi' });
  });

  it('in a group chat is answered there, below nothing', async () => {
    const conversation = '19:release-night@thread.v2';
    const place = `/conversations/${encodeURIComponent(conversation)}/messages`;
    await bot.driver.call('POST', '/installations', { as: lena, conversation });
    expect(bot.events.at(-1)).toMatchObject({ kind: 'installed', conversation: { kind: 'group' } });
    await bot.driver.call('POST', place, { as: lena, text: 'status' });
    expect(bot.events.at(-1)).toMatchObject({
      kind: 'command',
      text: 'status',
      conversation: { kind: 'group', conversationId: conversation },
    });
    expect(bot.events.at(-1)).not.toHaveProperty('thread');
    const answered = (await messagesOf(bot.driver, conversation)).at(-1);
    expect(answered).toMatchObject({ text: 'heard status', thread: answered?.id });
    expect(await violationsOf(bot.driver)).toEqual([]);
  });

  it('of 20,000 characters arrives whole, for the grammar to refuse', async () => {
    const said = await say(bot, 'x'.repeat(20_000));
    expect(said.deliveries).toMatchObject([{ status: 200 }]);
    expect(bot.events).toMatchObject([{ text: 'x'.repeat(20_000) }]);
  });

  it('delivered again is told apart by its ids, also all at once', async () => {
    answer = () => Promise.resolve(undefined);
    const said = await say(bot, 'help', { repeats: { sameId: 2, newId: 2, atOnce: true } });
    const ids = bot.events.map((event) => event.activityId);
    expect(ids.filter((id) => id === said.id)).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
    expect((await messagesOf(bot.driver, hmeq)).filter(({ author }) => author.kind === 'bot')).toHaveLength(1);
  });

  it('whose handling fails is answered with the id to look for, and nothing of the cause', async () => {
    answer = () => Promise.reject(new Error('password is hunter2'));
    const said = await say(bot, 'help');
    const reply = (await messagesOf(bot.driver, hmeq)).at(-1);
    expect(reply?.text).toContain(said.id);
    expect(reply?.text).not.toContain('hunter2');
    expect(bot.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'an event of the channel was not handled' }),
    );
  });

  it('that takes long is told so in time, and answered when the answer is there', async () => {
    let finish: (value: ChatAnswer) => void = () => undefined;
    answer = () => new Promise((resolve) => (finish = resolve));
    const said = await say(bot, 'help');
    expect(said.deliveries).toMatchObject([{ status: 200 }]);
    expect((await messagesOf(bot.driver, hmeq)).at(-1)?.text).toContain('still working on it');
    const { events } = await bot.driver.call<{ events: { n: number }[] }>('GET', '/events?after=0');
    finish({ message: text('here it is') });
    await bot.driver.call('GET', `/events?after=${events.at(-1)?.n}&wait=5000`);
    expect((await messagesOf(bot.driver, hmeq)).at(-1)).toMatchObject({ thread: said.id, text: 'here it is' });
    expect(await bot.stop()).toBe(0);
    bot = await startBot((event) => answer(event));
  });
});

describe('a pressed button', () => {
  let posted: string;
  let conversation: ConversationRef;
  beforeEach(async () => {
    conversation = await home();
    posted = await bot.gateway.post(conversation, { kind: 'card', card: card('waiting') });
  });

  it('arrives with its data, the inputs and the message that its card is in', async () => {
    await click(bot, posted, 'Approve', { as: lena, inputs: { reason: 'looks right' } });
    expect(bot.events).toMatchObject([
      {
        kind: 'action',
        verb: 'approve',
        data: { release: 17, reason: 'looks right' },
        cardActivityId: posted,
        thread: posted,
        user: { objectId: lena, name: 'Lena Brandt' },
        conversation: { conversationId: hmeq },
      },
    ]);
  });

  it('shows the new card to the one who pressed it, until an edit shows it to all', async () => {
    answer = () => Promise.resolve({ message: text('unused'), card: { kind: 'card', card: card('approved') } });
    const { answers } = await click(bot, posted, 'Approve', { as: lena });
    expect(answers).toMatchObject([{ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' }]);
    const find = async (): ReturnType<typeof messagesOf> =>
      (await messagesOf(bot.driver, hmeq)).filter(({ id }) => id === posted);
    expect(await find()).toMatchObject([{ summary: 'waiting', views: { [lena]: { type: 'AdaptiveCard' } }, edits: 0 }]);
    await bot.gateway.edit(conversation, posted, { kind: 'card', card: card('approved') });
    expect(await find()).toMatchObject([{ summary: 'approved', views: {}, edits: 1 }]);
    expect(await violationsOf(bot.driver)).toEqual([]);
  });

  it('is refused with HTTP 200 and words that only the one who pressed it sees', async () => {
    answer = () => Promise.resolve({ message: text('You may not approve your own release.') });
    await click(bot, posted, 'Approve');
    const message = (await messagesOf(bot.driver, hmeq)).find(({ id }) => id === posted);
    expect(message?.notices).toMatchObject([{ to: dana, text: 'You may not approve your own release.' }]);
    expect((await messagesOf(bot.driver, hmeq)).filter(({ thread }) => thread === posted)).toHaveLength(1);
  });

  it('is never answered empty, whatever the handler makes of it', async () => {
    answer = () => Promise.resolve(undefined);
    expect((await click(bot, posted, 'Approve')).answers).toMatchObject([{ statusCode: 200, value: 'Received.' }]);
    answer = () => Promise.reject(new Error('boom'));
    expect((await click(bot, posted, 'Approve')).answers).toMatchObject([{ statusCode: 200 }]);
    answer = () => new Promise(() => undefined);
    expect((await click(bot, posted, 'Approve')).answers).toMatchObject([
      { statusCode: 200, value: expect.stringContaining('still working on it') as string },
    ]);
    expect(await violationsOf(bot.driver)).toEqual([]);
    expect(await bot.stop(10)).toBe(1);
    bot = await startBot((event) => answer(event));
  });

  it('is not what a card sends that refreshes by itself: nothing is done, and its client is told so', async () => {
    const { json, text: words } = card('waiting');
    const refresh = { action: { type: 'Action.Execute', verb: 'approve', data: { release: 17 } } };
    const refreshing = { json: { ...json, refresh } as unknown as Card['json'], text: words };
    const message = await bot.gateway.post(conversation, { kind: 'card', card: refreshing });
    const { answers } = await bot.driver.call<{ answers: unknown }>('POST', '/refreshes', { as: lena, message });
    expect(answers).toMatchObject([
      { statusCode: 200, value: expect.stringContaining('nobody pressed a button, so nothing was done') as string },
    ]);
    expect(bot.events).toEqual([]);
    expect(await violationsOf(bot.driver)).toEqual([]);
  });

  it('in an old client arrives the same way and is answered in the thread', async () => {
    answer = () => Promise.resolve({ message: text('approved'), card: { kind: 'card', card: card('approved') } });
    await click(bot, posted, 'Approve', { oldClient: true, inputs: { reason: 'ok' } });
    expect(bot.events).toMatchObject([
      { kind: 'action', verb: 'approve', data: { release: 17, reason: 'ok' }, cardActivityId: posted },
    ]);
    expect((await messagesOf(bot.driver, hmeq)).at(-1)).toMatchObject({ thread: posted, text: 'approved' });
  });
});

describe('installation', () => {
  it('is told once, for the channel that was chosen, and its end too', async () => {
    await bot.driver.call('POST', '/removals', { as: dana, conversation: general });
    await bot.driver.call('POST', '/installations', { as: dana, conversation: hmeq });
    expect(bot.events).toMatchObject([
      { kind: 'removed', conversation: { conversationId: general } },
      { kind: 'installed', conversation: { conversationId: hmeq, kind: 'channel' } },
    ]);
    expect((await messagesOf(bot.driver, hmeq)).at(-1)).toMatchObject({ text: 'heard installed' });
  });
});

describe('who may speak', () => {
  async function raw(change: object = {}, token: object = {}): Promise<{ status: number; body: string }> {
    const activity = {
      type: 'message',
      id: 'raw-1',
      channelId: 'msteams',
      serviceUrl: `${bot.driver.origin}/connector/`,
      from: { id: '29:x', name: 'X', aadObjectId: dana },
      recipient: { id: `28:${sampleWorkplace.bot.appId}` },
      conversation: { id: `${hmeq};messageid=1`, conversationType: 'channel', tenantId: sampleWorkplace.tenantId },
      channelData: { tenant: { id: sampleWorkplace.tenantId } },
      text: 'deploy champion to production',
      ...change,
    };
    return bot.driver.call('POST', '/deliveries', { activity, token });
  }

  it('a good token is heard', async () => {
    expect(await raw()).toMatchObject({ status: 200, body: '' });
    expect(bot.events).toHaveLength(1);
  });

  it.each([
    ['no token', { kind: 'absent' }],
    ['a forged signature', { kind: 'forged' }],
    ['another audience', { audience: '00000000-0000-4000-8000-000000000000' }],
    ['another issuer', { issuer: 'https://evil.example' }],
    [
      "the bot's own directory as issuer, as emulators have it",
      { issuer: `https://sts.windows.net/${sampleWorkplace.tenantId}/` },
    ],
    ['an ended token', { expiresInSeconds: -3600 }],
    ['another service address', { serviceUrl: 'https://smba.trafficmanager.net/emea/' }],
  ])('%s is answered with an empty 401', async (_, token) => {
    const silent = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await raw({}, token)).toMatchObject({ status: 401, body: '' });
    expect(bot.events).toEqual([]);
    silent.mockRestore();
  });

  it('an activity without service address cannot slip past the comparison', async () => {
    expect(await raw({ serviceUrl: '' }, { serviceUrl: '' })).toMatchObject({ status: 401, body: '' });
  });

  it('a key that is endorsed for Teams does not vouch for another channel', async () => {
    const silent = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await raw({ channelId: 'webchat' })).toMatchObject({ status: 401, body: '' });
    silent.mockRestore();
  });

  it.each([
    ['a foreign tenant', { conversation: { id: hmeq, tenantId: 'f0000000-0000-4000-8000-000000000000' } }],
    [
      'a foreign tenant in the channel data',
      { channelData: { tenant: { id: 'f0000000-0000-4000-8000-000000000000' } } },
    ],
    ['no tenant', { conversation: { id: hmeq }, channelData: {} }],
    ['a bot', { from: { id: '28:other', aadObjectId: dana, role: 'bot' } }],
    ['no conversation', { conversation: {} }],
    ['an unknown type', { type: 'messageReaction' }],
  ])('%s is not heard and not answered', async (_, change) => {
    const before = (await messagesOf(bot.driver, hmeq)).length;
    expect(await raw(change)).toMatchObject({ status: 200, body: '' });
    expect(bot.events).toEqual([]);
    expect(await messagesOf(bot.driver, hmeq)).toHaveLength(before);
    expect(bot.lines.at(-1)?.message).toBe('an activity of the channel was ignored');
  });

  it('a button pressed in a foreign tenant gets words, as an empty answer would be asked for again', async () => {
    const conversation = { id: hmeq, tenantId: 'f0000000-0000-4000-8000-000000000000' };
    const { status, body } = await raw({ type: 'invoke', name: 'adaptiveCard/action', conversation });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: 'Steward does not answer here.',
    });
  });

  it.each([
    ['nobody of the directory', { from: { id: '29:x', name: 'X' } }, 'did not say who you are'],
    [
      'somebody in a shared channel',
      { channelData: { tenant: { id: sampleWorkplace.tenantId }, channel: { id: hmeq, type: 'shared' } } },
      'This is a shared channel',
    ],
  ])('%s is told why nothing was done', async (_, change, words) => {
    const { thread } = await say(bot, 'help');
    bot.events.length = 0;
    const conversation = {
      id: `${hmeq};messageid=${thread}`,
      conversationType: 'channel',
      tenantId: sampleWorkplace.tenantId,
    };
    expect(await raw({ conversation, ...change })).toMatchObject({ status: 200 });
    expect(bot.events).toEqual([]);
    expect((await messagesOf(bot.driver, hmeq)).at(-1)?.text).toContain(words);
  });
});

describe('the listener', () => {
  /** A token that looks right and is refused only when its body is read. */
  const header = (): string => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `Bearer ${part({ alg: 'RS256' })}.${part({ iss: 'https://api.botframework.com' })}.x`;
  };
  const post = async (
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(bot.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: header(), ...headers },
      body,
    });

  it.each([
    ['a body of 300 KB', (): Promise<Response> => post(JSON.stringify({ text: 'x'.repeat(300_000) })), 413],
    ['no JSON', (): Promise<Response> => post('{"a":'), 400],
    ['a list', (): Promise<Response> => post('[1]'), 400],
    ['no body', (): Promise<Response> => post(''), 400],
    ['another type', (): Promise<Response> => post('x', { 'Content-Type': 'text/plain' }), 415],
    [
      'a packed body',
      (): Promise<Response> => post(new Uint8Array(gzipSync('{}')), { 'Content-Encoding': 'gzip' }),
      415,
    ],
    ['a broken packed body', (): Promise<Response> => post('nonsense', { 'Content-Encoding': 'gzip' }), 415],
    ['no token, before reading', (): Promise<Response> => post('{"a":', { Authorization: 'Bearer x' }), 401],
    ['an activity with a token of nobody', (): Promise<Response> => post('{"type":"message","serviceUrl":"x"}'), 401],
    ['GET', (): Promise<Response> => fetch(bot.url), 405],
    ['another path', (): Promise<Response> => fetch(bot.url.replace('messages', 'other')), 404],
  ])('answers %s', async (_, request, status) => {
    const response = await request();
    expect(response.status).toBe(status);
    if ([401, 500].includes(status)) expect(await response.text()).toBe('');
    expect((await say(bot, 'help')).deliveries).toMatchObject([{ status: 200 }]);
  });

  it('answers an empty 500 while the keys of the channel cannot be read', async () => {
    const { appId } = sampleWorkplace.bot;
    const identity = {
      kind: 'stand-in',
      appId,
      tenantId: 't',
      secret: appPassword,
      origin: 'http://127.0.0.1:9',
    } as const;
    const authenticator = createAuthenticator(identity, () => new Date());
    const result = await authenticator.authenticate(
      { serviceUrl: 'http://127.0.0.1:9/', channelId: 'msteams' },
      header(),
    );
    expect(result.kind).toBe('unsure');
  });

  it('says which port is taken', async () => {
    const settings = readChatSettings({ STEWARD_BOT_INSECURE_LOCAL: 'true', STEWARD_BOT_PORT: new URL(bot.url).port });
    const deps = { gateway: bot.gateway, handle: answer, logger: recordingLogger([]) };
    const edge = createChatEdge({ ...deps, settings, patienceMs: 1, now: () => new Date() });
    await expect(edge.start()).rejects.toMatchObject({ code: 'port_taken' });
  });
});

describe('without checks of who speaks, on loopback', () => {
  const settings = readChatSettings({ STEWARD_BOT_INSECURE_LOCAL: 'true', STEWARD_BOT_PORT: '0' });
  const heard: ChatEvent[] = [];
  const deps = { settings, logger: recordingLogger([]), patienceMs: 1_000, now: () => new Date() };
  const handle = (event: ChatEvent): Promise<undefined> => {
    heard.push(event);
    return Promise.resolve(undefined);
  };
  /** As Microsoft's Agents Playground writes it: no token, and another name of loopback for the connector. */
  const activity = {
    type: 'message',
    id: '1795713541559',
    channelId: 'msteams',
    serviceUrl: 'http://localhost:56150/_connector',
    from: { id: '29:dana', name: 'Dana Okafor', aadObjectId: dana },
    recipient: { id: '28:steward', name: 'Steward' },
    conversation: { id: '19:hmeq@thread.tacv2', isGroup: true, conversationType: 'channel' },
    text: '<at>Steward</at> help',
    entities: [{ type: 'mention', text: '<at>Steward</at>', mentioned: { id: '28:steward', name: 'Steward' } }],
  };
  let edge: ReturnType<typeof createChatEdge>;
  let port = 0;

  beforeEach(async () => {
    heard.length = 0;
    edge = createChatEdge({ ...deps, gateway: bot.gateway, handle });
    port = await edge.start();
  });
  afterEach(() => edge.stop(1_000));

  function send(headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/api/messages', method: 'POST' };
      request({ ...options, headers: { 'content-type': 'application/json', ...headers } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end(JSON.stringify(activity));
    });
  }

  it.each(['127.0.0.1:3978', 'localhost', '[::1]:3978'])('hears a program that calls it %s', async (host) => {
    expect(await send({ host })).toBe(200);
    expect(heard).toMatchObject([{ kind: 'command', text: 'help', user: { objectId: dana } }]);
  });

  it.each([
    ['by a name of its own', { host: 'attacker.example:3978' }],
    ['from another origin', { host: '127.0.0.1:3978', origin: 'https://attacker.example' }],
    ['from an origin on loopback', { host: '127.0.0.1:3978', origin: 'http://localhost:56150' }],
    ['without an origin', { host: '127.0.0.1:3978', 'sec-fetch-site': 'cross-site' }],
  ])('refuses a page of a browser: %s', async (_, headers) => {
    expect(await send(headers)).toBe(403);
    expect(heard).toEqual([]);
  });
});
