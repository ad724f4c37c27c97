import { StewardError } from '../../domain/errors';
import type { ChatUser, ConversationRef } from '../../domain/ports/chat';
import type { Instant } from '../../domain/release/release';
import { plainCharacters } from '../plain-characters';
import { type Activity, activitySchema, executeSchema, mentionsOf, submitSchema } from './activity-schema';
import type { ChatEvent } from './chat-event';
import type { ChatSettings } from './chat-settings';
import { isTrustedService } from './service-hosts';

/** Where an answer can be said. */
export interface AnswerPlace {
  readonly conversation: ConversationRef;
  readonly thread?: string;
}

export type EventRead =
  | ({ readonly kind: 'event'; readonly event: ChatEvent } & AnswerPlace)
  /** Somebody asked for something, and hears why not. */
  | ({ readonly kind: 'refused'; readonly error: StewardError } & AnswerPlace)
  /** Nothing is said where it came from; the log says why. `suspicious` is what no sender of ours does. */
  | { readonly kind: 'ignored'; readonly why: string; readonly suspicious: boolean };

function ignored(why: string, suspicious = true): EventRead {
  return { kind: 'ignored', why, suspicious };
}

/** Both places that name a tenant must name one that is heard, and one of them must. */
function tenantProblem(settings: ChatSettings, { conversation, channelData }: Activity): string | undefined {
  if (settings.identity.kind === 'none') return undefined;
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((tenant) => typeof tenant === 'string');
  if (named.length === 0) return 'it names no tenant';
  const foreign = named.find((tenant) => !settings.tenants.includes(tenant.toLowerCase()));
  return foreign === undefined ? undefined : `tenant ${foreign} is not served`;
}

const conversationKinds = new Map<string, ConversationRef['kind']>([
  ['channel', 'channel'],
  ['groupChat', 'group'],
]);

function placeOf(activity: Activity): AnswerPlace {
  const { conversation, channelData, serviceUrl, recipient, replyToId, id } = activity;
  const [conversationId = '', thread] = conversation.id.split(';messageid=');
  const kind = conversationKinds.get(conversation.conversationType ?? '') ?? 'personal';
  const tenantId = conversation.tenantId ?? channelData?.tenant?.id ?? '';
  const root = kind === 'channel' && activity.type !== 'installationUpdate' ? (thread ?? replyToId ?? id) : undefined;
  return {
    conversation: { serviceUrl, tenantId, conversationId, botId: recipient.id, kind },
    ...(root && { thread: root }),
  };
}

function userOf({ from }: Activity, { conversation }: AnswerPlace): ChatUser | undefined {
  if (!from.aadObjectId) return undefined;
  return {
    objectId: from.aadObjectId.toLowerCase(),
    tenantId: conversation.tenantId,
    channelUserId: from.id,
    ...(from.name ? { name: plainCharacters(from.name) } : {}),
  };
}

function plainText(activity: Activity): string {
  return mentionsOf(activity)
    .reduce((text, mention) => text.replaceAll(mention, ' '), activity.text ?? '')
    .trim();
}

/** What was asked for: a pressed button in either of its forms, or a typed line; or nothing, by a client alone. */
function contentOf(
  activity: Activity,
):
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'action'; readonly verb: string; readonly data: Record<string, unknown> }
  | { readonly kind: 'unpressed' }
  | undefined {
  const { type, name, value } = activity;
  if (type === 'invoke') {
    const execute = name === 'adaptiveCard/action' ? executeSchema.safeParse(value) : undefined;
    if (!execute?.success) return undefined;
    if (execute.data.trigger === 'automatic') return { kind: 'unpressed' };
    return { kind: 'action', verb: execute.data.action.verb, data: execute.data.action.data ?? {} };
  }
  if (value === undefined || value === null) return { kind: 'command', text: plainText(activity) };
  const submit = submitSchema.safeParse(value);
  if (!submit.success) return undefined;
  const { verb, ...data } = submit.data;
  return { kind: 'action', verb, data };
}

function readRequest(activity: Activity, receivedAt: Instant): EventRead {
  const place = placeOf(activity);
  const { from, id, replyToId, channelData } = activity;
  if (id === undefined) return ignored('it has no id');
  if (from.role === 'bot' || from.id.startsWith('28:')) return ignored('a bot sent it', false);
  const refused = (error: StewardError): EventRead => ({ kind: 'refused', error, ...place });
  const user = userOf(activity, place);
  if (!user) return refused(new StewardError('sender_unknown'));
  const type = channelData?.channel?.type;
  if (typeof type === 'string' && type.toLowerCase() !== 'standard')
    return refused(new StewardError('channel_not_standard', { type: type.toLowerCase() }));
  const content = contentOf(activity);
  if (!content) return refused(new StewardError('button_outdated', { what: 'its data is none of ours' }));
  // What happens here happens because somebody wanted it: a card in view decides nothing.
  if (content.kind === 'unpressed') return refused(new StewardError('button_not_pressed'));
  const common = { activityId: id, receivedAt, user, ...place };
  if (content.kind === 'command') return { kind: 'event', event: { ...common, ...content }, ...place };
  if (!replyToId) return ignored('a button without its card');
  return { kind: 'event', event: { ...common, ...content, cardActivityId: replyToId }, ...place };
}

function readInstallation(activity: Activity, receivedAt: Instant): EventRead {
  const { action, id, channelData } = activity;
  const { conversation } = placeOf(activity);
  const added = action === 'add' || action === 'add-upgrade';
  if (id === undefined || (!added && !action?.startsWith('remove'))) return ignored('no installation', false);
  /** The channel that was chosen on installing; the activity itself comes from the team's general one. */
  const chosen = channelData?.settings?.selectedChannel?.id ?? conversation.conversationId;
  const place = { conversation: { ...conversation, conversationId: chosen } };
  const kind = added ? 'installed' : 'removed';
  return { kind: 'event', event: { kind, activityId: id, receivedAt, ...place }, ...place };
}

/**
 * An authenticated activity → what it means, as plain data. Who sent it, from which tenant and through which service is
 * judged here; what they may do is not.
 */
export function readEvent(settings: ChatSettings, body: unknown, receivedAt: Instant): EventRead {
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) return ignored(`no activity of Teams: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const activity = parsed.data;
  if (settings.identity.kind !== 'none' && activity.channelId !== 'msteams')
    return ignored(`the channel ${activity.channelId} is not served`);
  const foreign = tenantProblem(settings, activity);
  if (foreign !== undefined) return ignored(foreign);
  if (!isTrustedService(settings, activity.serviceUrl)) {
    const error = new StewardError('service_not_trusted', { host: activity.serviceUrl.slice(0, 200) });
    return ignored(error.message);
  }
  switch (activity.type) {
    case 'message':
    case 'invoke':
      return readRequest(activity, receivedAt);
    case 'installationUpdate':
      return readInstallation(activity, receivedAt);
    default:
      return ignored(`activities of type ${activity.type} say nothing to the bot`, false);
  }
}
