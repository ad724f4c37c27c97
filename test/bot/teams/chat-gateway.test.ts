import { createServer, type Server } from 'node:http';
import { createChatGateway } from '../../../bot/teams/chat-gateway';
import { readChatAccess } from '../../../bot/teams/chat-settings';
import { isStewardError, type StewardError } from '../../../domain/errors';
import type { ChatGateway, ConversationRef, Message } from '../../../domain/ports/chat';
import type { Connector } from '../../../playground/connector/create-connector';
import { sampleWorkplace } from '../../../playground/connector/sample-workplace';
import {
  appPassword,
  dana,
  type Driver,
  general,
  hmeq,
  messagesOf,
  type Shown,
  standIn,
  violationsOf,
} from '../../playground/connector/stand-in';

let connector: Connector;
let driver: Driver;
let gateway: ChatGateway;
let channel: ConversationRef;
let pauses: number[];

function gatewayWith(password: string, origin = connector.origin): ChatGateway {
  const access = readChatAccess({
    STEWARD_BOT_APP_ID: sampleWorkplace.bot.appId,
    STEWARD_BOT_TENANT_ID: sampleWorkplace.tenantId,
    STEWARD_BOT_PASSWORD: password,
    STEWARD_CONNECTOR_URL: origin,
  });
  const sleep = (ms: number): Promise<void> => {
    pauses.push(ms);
    return Promise.resolve();
  };
  return createChatGateway({ access, now: () => new Date(), sleep, random: () => 0, attemptMs: 1_000 });
}

beforeEach(async () => {
  pauses = [];
  ({ connector, driver } = await standIn({ botUrl: () => 'http://127.0.0.1:9/' }));
  gateway = gatewayWith(appPassword);
  channel = {
    serviceUrl: `${connector.origin}/connector/`,
    tenantId: sampleWorkplace.tenantId,
    conversationId: hmeq,
    botId: `28:${sampleWorkplace.bot.appId}`,
    kind: 'channel',
  };
  await driver.call('POST', '/installations', { as: dana, conversation: general });
});
afterEach(() => connector.stop());

function card(words: string): Message {
  const json = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: words, wrap: true }] };
  return { kind: 'card', card: { json: json, text: words } };
}

const fault = (body: object): Promise<unknown> => driver.call('POST', '/faults', body);
const shown = (): Promise<readonly Shown[]> => messagesOf(driver, hmeq);

async function open(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  return `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function failure(attempt: Promise<unknown>): Promise<StewardError> {
  try {
    await attempt;
  } catch (error) {
    if (isStewardError(error)) return error;
    throw error;
  }
  throw new Error('it went well');
}

describe('post and edit', () => {
  it('a card that was posted into a channel can be edited by the id that came back', async () => {
    const id = await gateway.post(channel, card('waiting'));
    await gateway.edit(channel, id, card('serving'));
    expect(await shown()).toMatchObject([{ id, summary: 'serving', edits: 1 }]);
    expect((await shown())[0]).not.toHaveProperty('text');
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('a reply goes below the message that it answers', async () => {
    const root = await gateway.post(channel, card('root'));
    const reply = await gateway.post(channel, { kind: 'text', text: 'below' }, root);
    expect(await shown()).toMatchObject([{ id: root }, { id: reply, thread: root, text: 'below' }]);
  });

  it('writes to one person, and edits there', async () => {
    await driver.call('POST', '/installations', { as: dana });
    const personal: ConversationRef = { ...channel, conversationId: `a:${dana}`, kind: 'personal' };
    const id = await gateway.post(personal, card('one'));
    await gateway.edit(personal, id, card('two'));
    expect(await messagesOf(driver, `a:${dana}`)).toMatchObject([{ id, summary: 'two' }]);
  });

  it('sends to one conversation one after the other, in order', async () => {
    const words = Array.from({ length: 10 }, (_, i) => `n${i}`);
    await Promise.all(words.map((text) => gateway.post(channel, { kind: 'text', text })));
    expect((await shown()).map(({ text }) => text)).toEqual(words);
  });
});

describe('a create that fails', () => {
  it.each([429, 412])('is repeated after %i, which surely took nothing', async (status) => {
    await fault({ on: 'create', times: 2, then: { kind: 'status', status, retryAfter: 3 } });
    await gateway.post(channel, card('x'));
    expect(pauses).toEqual([3000, 3000]);
    expect(await shown()).toHaveLength(1);
  });

  it.each([
    ['500', { kind: 'status', status: 500 }],
    ['502', { kind: 'status', status: 502 }],
    ['503', { kind: 'status', status: 503, retryAfter: 1 }],
    ['504', { kind: 'status', status: 504 }],
    ['408', { kind: 'status', status: 408 }],
    ['a cut connection', { kind: 'cut' }],
    ['no answer', { kind: 'silence' }],
  ])('with %s after it was accepted is never repeated: one message, and said to be ambiguous', async (_, then) => {
    await fault({ on: 'create', accept: true, then });
    expect((await failure(gateway.post(channel, card('x')))).code).toBe('channel_ambiguous');
    expect(await shown()).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  it('is given up after four attempts, and nothing was taken', async () => {
    await fault({ on: 'create', times: 9, then: { kind: 'status', status: 429 } });
    expect(await failure(gateway.post(channel, card('x')))).toMatchObject({ code: 'channel_busy', retryable: true });
    expect(pauses).toEqual([250, 500, 1000]);
    expect(await shown()).toEqual([]);
  });

  it('does not wait as long as the channel asks for when that is long', async () => {
    await fault({ on: 'create', then: { kind: 'status', status: 429, retryAfter: 600 } });
    expect((await failure(gateway.post(channel, card('x')))).code).toBe('channel_busy');
    expect(pauses).toEqual([]);
  });

  it('says that the conversation is gone when the app is not installed there', async () => {
    await driver.call('POST', '/removals', { as: dana, conversation: general });
    const error = await failure(gateway.post(channel, card('x')));
    expect(error).toMatchObject({ code: 'channel_gone', retryable: false });
    expect(error.message).toContain('BotNotInConversationRoster');
  });

  it('says so when the channel refuses the message itself', async () => {
    const json = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Blink' }] };
    const error = await failure(gateway.post(channel, { kind: 'card', card: { json, text: 'x' } }));
    expect(error).toMatchObject({ code: 'message_refused', retryable: false });
  });

  it('does not take a thread for gone messages: an unknown thread is a conversation that is gone', async () => {
    expect((await failure(gateway.post(channel, card('x'), '1'))).code).toBe('channel_gone');
  });

  it('was not sent when nobody listens: surely nothing was taken', async () => {
    await gateway.post(channel, card('x'));
    await connector.stop();
    expect((await failure(gateway.post(channel, card('y')))).code).toBe('channel_busy');
    ({ connector } = await standIn({ botUrl: () => 'http://127.0.0.1:9/' }));
  });
});

describe('an edit that fails', () => {
  let id: string;
  beforeEach(async () => {
    id = await gateway.post(channel, card('first'));
  });

  it.each([
    ['412', { kind: 'status', status: 412 }],
    ['429', { kind: 'status', status: 429 }],
    ['502', { kind: 'status', status: 502 }],
    ['503', { kind: 'status', status: 503 }],
    ['504', { kind: 'status', status: 504 }],
    ['a cut connection', { kind: 'cut' }],
    ['no answer', { kind: 'silence' }],
  ])('with %s is repeated, as it always ends the same', async (_, then) => {
    await fault({ on: 'update', times: 2, accept: true, then });
    await gateway.edit(channel, id, card('second'));
    expect(await shown()).toMatchObject([{ id, summary: 'second' }]);
    expect(pauses).toEqual([250, 500]);
  });

  it('with 500 is left to the caller', async () => {
    await fault({ on: 'update', then: { kind: 'status', status: 500 } });
    expect((await failure(gateway.edit(channel, id, card('second')))).code).toBe('channel_busy');
    expect(pauses).toEqual([]);
  });

  it('tells a message that is gone from a conversation that is gone', async () => {
    expect((await failure(gateway.edit(channel, '17', card('x')))).code).toBe('card_gone');
    const elsewhere = { ...channel, conversationId: '19:other@thread.tacv2' };
    expect((await failure(gateway.edit(elsewhere, id, card('x')))).code).toBe('channel_gone');
    await driver.call('POST', '/removals', { as: dana, conversation: general });
    expect((await failure(gateway.edit(channel, id, card('x')))).code).toBe('channel_gone');
  });
});

describe('the token', () => {
  it('is not sent to a host that is none of the channel', async () => {
    const heard: string[] = [];
    const thief = createServer((request, response) => {
      heard.push(request.headers.authorization ?? '');
      response.end();
    });
    const serviceUrl = `${await open(thief)}/`;
    const error = await failure(gateway.post({ ...channel, serviceUrl }, card('x')));
    expect(error).toMatchObject({ code: 'service_not_trusted', retryable: false });
    expect(heard).toEqual([]);
    await close(thief);
  });

  it.each([
    ['a redirect', { status: 307, body: '' }],
    ['a flood', { status: 201, body: 'x'.repeat(300_000) }],
    ['no id', { status: 201, body: '{}' }],
    ['no JSON', { status: 201, body: '<html>' }],
  ])('follows nobody and believes nothing: %s', async (_, answer) => {
    const heard: string[] = [];
    const odd = createServer((request, response) => {
      heard.push(request.url ?? '');
      const token = request.url === '/login/token';
      response.writeHead(token ? 200 : answer.status, { Location: '/elsewhere', 'Content-Type': 'application/json' });
      response.end(token ? '{"access_token":"t","expires_in":3600}' : answer.body);
    });
    const origin = await open(odd);
    const error = await failure(
      gatewayWith(appPassword, origin).post({ ...channel, serviceUrl: `${origin}/` }, card('x')),
    );
    expect(error.code).toBe(answer.status === 307 ? 'message_refused' : 'channel_ambiguous');
    expect(heard).toEqual(['/login/token', '/v3/conversations']);
    await close(odd);
  });

  it('refused by the directory is told without the secret', async () => {
    const error = await failure(gatewayWith('not the password!').post(channel, card('x')));
    expect(error).toMatchObject({ code: 'chat_credentials' });
    expect(JSON.stringify([error.message, error.details])).not.toContain('not the password!');
  });

  it('that cannot be had just now keeps nothing from being sent later', async () => {
    await fault({ on: 'token', times: 4, then: { kind: 'status', status: 503 } });
    expect((await failure(gateway.post(channel, card('x')))).code).toBe('channel_busy');
    await gateway.post(channel, card('x'));
    expect(await shown()).toHaveLength(1);
  });
});
