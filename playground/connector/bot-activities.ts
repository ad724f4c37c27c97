import { botChannelId, type Channel, type Person, type Workplace } from './workplace';
import type { Conversation, JsonObject } from './transcript-types';

/** Where something happens, as an activity says it. */
export interface Place {
  readonly kind: Conversation['kind'];
  /** With `;messageid=` in a channel's thread. */
  readonly conversationId: string;
  readonly channel?: Channel;
}

/** Teams' words. */
const conversationTypes = { channel: 'channel', group: 'groupChat', personal: 'personal' } as const;

/** What all activities share, as Teams sends them to a bot. */
function base(
  workplace: Workplace,
  serviceUrl: string,
  place: Place,
  person: Person,
  id: string,
  at: Date,
): JsonObject {
  const { tenantId, team, bot } = workplace;
  const { channel } = place;
  return {
    id,
    timestamp: at.toISOString(),
    localTimestamp: at.toISOString(),
    localTimezone: 'UTC',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl,
    from: { id: person.channelUserId, name: person.name, aadObjectId: person.objectId },
    recipient: { id: botChannelId(workplace), name: bot.name },
    conversation: {
      id: place.conversationId,
      tenantId,
      conversationType: conversationTypes[place.kind],
      ...(place.kind !== 'personal' && { isGroup: true }),
    },
    channelData: {
      tenant: { id: tenantId },
      ...(channel && {
        teamsTeamId: team.id,
        teamsChannelId: channel.id,
        team: { id: team.id, name: team.name, aadGroupId: team.groupId },
        channel: { id: channel.id, name: channel.name },
      }),
    },
  };
}

export interface Occasion {
  readonly workplace: Workplace;
  readonly serviceUrl: string;
  readonly place: Place;
  readonly person: Person;
  /** Of the activity. */
  readonly id: string;
  readonly at: Date;
}

function baseOf({ workplace, serviceUrl, place, person, id, at }: Occasion): JsonObject {
  return base(workplace, serviceUrl, place, person, id, at);
}

const clientInfo = { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'UTC' };

/** A typed message; among several people the bot hears only of those that mention it. */
export function messageActivity(occasion: Occasion, text: string, mention: boolean, replyToId?: string): JsonObject {
  const { bot } = occasion.workplace;
  const mentionText = `<at>${bot.name}</at>`;
  const mentioned = { id: botChannelId(occasion.workplace), name: bot.name };
  return {
    ...baseOf(occasion),
    type: 'message',
    textFormat: 'plain',
    text: mention ? `${mentionText} ${text}\n` : text,
    attachments: [],
    entities: [...(mention ? [{ type: 'mention', mentioned, text: mentionText }] : []), clientInfo],
    ...(replyToId !== undefined && { replyToId }),
  };
}

/** An `Action.Execute`: pressed by the person (`manual`), or sent by their client when the card came into view. */
export function executeActivity(
  occasion: Occasion,
  cardId: string,
  action: JsonObject,
  trigger: 'manual' | 'automatic',
): JsonObject {
  return {
    ...baseOf(occasion),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: cardId,
    value: { action, trigger },
    entities: [clientInfo],
  };
}

/** A pressed `Action.Submit`: a message without text. */
export function submitActivity(occasion: Occasion, cardId: string, data: JsonObject): JsonObject {
  return { ...baseOf(occasion), type: 'message', replyToId: cardId, value: data, entities: [clientInfo] };
}

/** The two activities of an installation or a removal, in Teams' order. */
export function installationActivities(occasion: Occasion, added: boolean, secondId: string): readonly JsonObject[] {
  const bot = { id: botChannelId(occasion.workplace) };
  const common = baseOf(occasion);
  const update = {
    ...common,
    type: 'conversationUpdate',
    ...(added ? { membersAdded: [bot] } : { membersRemoved: [bot] }),
  };
  const selected = occasion.place.channel && { settings: { selectedChannel: { id: occasion.place.channel.id } } };
  const installation = {
    ...common,
    id: secondId,
    type: 'installationUpdate',
    action: added ? 'add' : 'remove',
    channelData: { ...(common['channelData'] as JsonObject), ...selected },
  };
  return added ? [update, installation] : [installation, update];
}
