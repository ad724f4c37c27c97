import fc from 'fast-check';
import { readChatSettings } from '../../../bot/teams/chat-settings';
import { readEvent } from '../../../bot/teams/read-event';

const tenant = 'f1d0f5b8-0000-4000-8000-000000000001';
const settings = readChatSettings({
  STEWARD_BOT_PORT: '3978',
  STEWARD_BOT_APP_ID: 'app',
  STEWARD_BOT_TENANT_ID: tenant,
  STEWARD_BOT_PASSWORD: 'x',
});

/** As Teams sends it, shortened to what matters. */
const activity = {
  type: 'message',
  id: '1700000000001',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  from: { id: '29:1abc', name: 'Dana Okafor', aadObjectId: 'AAAA0000-0000-4000-8000-000000000001' },
  recipient: { id: '28:app', name: 'Steward' },
  conversation: {
    id: '19:c@thread.tacv2;messageid=1699',
    conversationType: 'channel',
    isGroup: true,
    tenantId: tenant,
  },
  channelData: { tenant: { id: tenant.toUpperCase() }, team: { id: '19:t' }, channel: { id: '19:c@thread.tacv2' } },
  text: '<at>Steward</at> deploy v4 -- agreed with <at>Lena</at>, as <at>Steward</at> said\n',
  textFormat: 'plain',
  entities: [
    { type: 'mention', mentioned: { id: '28:app', name: 'Steward' }, text: '<at>Steward</at>' },
    { type: 'mention', mentioned: { id: '29:lena', name: 'Lena' }, text: '<at>Lena</at>' },
    { type: 'clientInfo', locale: 'en-GB' },
  ],
};

const at = '2026-11-23T12:00:00.000Z';
const read = (change: object = {}): ReturnType<typeof readEvent> => readEvent(settings, { ...activity, ...change }, at);

describe('readEvent', () => {
  it('takes every mention of the bot out of the text, and leaves those of people', () => {
    expect(read()).toMatchObject({
      kind: 'event',
      event: { kind: 'command', text: 'deploy v4 -- agreed with <at>Lena</at>, as   said' },
    });
  });

  it('knows the thread by its first message, in each form that Teams gives it', () => {
    expect(read()).toMatchObject({ thread: '1699', conversation: { conversationId: '19:c@thread.tacv2' } });
    const bare = { ...activity.conversation, id: '19:c@thread.tacv2' };
    expect(read({ conversation: bare, replyToId: '1698' })).toMatchObject({ thread: '1698' });
    expect(read({ conversation: bare })).toMatchObject({ thread: activity.id });
  });

  it('writes the identity in one case', () => {
    expect(read()).toMatchObject({ event: { user: { objectId: 'aaaa0000-0000-4000-8000-000000000001' } } });
  });

  it('a group chat has no threads', () => {
    const conversation = { id: '19:g@thread.v2', conversationType: 'groupChat', tenantId: tenant };
    const group = read({ conversation, channelData: { tenant: { id: tenant } } });
    expect(group).toMatchObject({ kind: 'event', conversation: { kind: 'group' } });
    expect(group).not.toHaveProperty('thread');
  });

  it.each([
    ['an edited message', { type: 'messageUpdate' }, false],
    ['people who join', { type: 'conversationUpdate', membersAdded: [{ id: '29:x' }] }, false],
    ['a service elsewhere', { serviceUrl: 'https://evil.trafficmanager.net/' }, true],
    ['another channel', { channelId: 'webchat' }, true],
    ['a message without id', { id: undefined }, true],
    ['a button without its card', { value: { verb: 'approve' } }, true],
  ])('says nothing to %s', (_, change, suspicious) => {
    expect(read(change)).toMatchObject({ kind: 'ignored', suspicious });
  });

  it.each([
    ['an invoke that is no button', { type: 'invoke', name: 'composeExtension/query', value: {} }],
    ['a button without verb', { type: 'invoke', name: 'adaptiveCard/action', value: { action: {} } }],
    ['a form that is none of ours', { value: { a: 1 } }],
    ['a value that is no form', { value: 7 }],
  ])('refuses %s with words', (_, change) => {
    const result = read({ replyToId: '1', ...change });
    expect(result.kind === 'refused' && result.error.code).toBe('button_outdated');
  });

  it('takes a card that comes into view for no press of its button', () => {
    const invoke = (trigger?: string): ReturnType<typeof read> =>
      read({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: '1',
        value: { action: { type: 'Action.Execute', verb: 'approve', data: { release: 17 } }, trigger },
      });
    const unpressed = invoke('automatic');
    expect(unpressed.kind === 'refused' && unpressed.error.code).toBe('button_not_pressed');
    for (const trigger of ['manual', undefined])
      expect(invoke(trigger)).toMatchObject({ kind: 'event', event: { kind: 'action', verb: 'approve' } });
  });

  it('has an answer for every JSON, in place of any part of an activity', () => {
    const parts = fc.constantFrom(...Object.keys(activity), 'value', 'replyToId', 'action');
    fc.assert(
      fc.property(parts, fc.jsonValue({ maxDepth: 3 }), (part, value) => {
        expect(['event', 'refused', 'ignored']).toContain(read({ [part]: value }).kind);
      }),
    );
    fc.assert(fc.property(fc.jsonValue(), (value) => readEvent(settings, value, at).kind === 'ignored'));
  });
});
