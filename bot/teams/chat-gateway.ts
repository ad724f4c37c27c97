import { ConnectorClient } from 'botframework-connector';
import { StewardError } from '../../domain/errors';
import type { ChatGateway, ConversationRef, Message } from '../../domain/ports/chat';
import type { ChatAccess } from './chat-settings';
import { type Credentials, createConnectorCredentials } from './credentials';
import { createTransport } from './http-transport';
import { messageActivity } from './message-activity';
import { createOneAtATime } from './one-at-a-time';
import { type Patience, sendPatiently } from './send-patiently';
import { isTrustedService } from './service-hosts';

const usualAttemptMs = 10_000;

export interface GatewayDependencies extends Patience {
  readonly access: ChatAccess;
  readonly now: () => Date;
  /** The longest that one attempt takes, from connecting to the last byte, in milliseconds; 10 seconds if not given. */
  readonly attemptMs?: number;
}

type ConnectorFor = (conversation: ConversationRef) => Promise<ConnectorClient>;

function createConnectorFor({ access, now, attemptMs = usualAttemptMs }: GatewayDependencies): ConnectorFor {
  const { identity } = access;
  const httpClient = createTransport(attemptMs, now);
  let credentials: Promise<Credentials> | undefined;
  return async ({ serviceUrl }) => {
    if (!isTrustedService(access, serviceUrl))
      throw new StewardError('service_not_trusted', {
        host: URL.canParse(serviceUrl) ? new URL(serviceUrl).host : 'something that is no address',
      });
    credentials ??= createConnectorCredentials(identity, now);
    return new ConnectorClient(await credentials, { baseUri: serviceUrl, httpClient });
  };
}

/** A message was taken that nobody can name: it can never be edited, and another one may be all there is to do. */
function withoutId(): StewardError {
  return new StewardError('channel_ambiguous', { why: 'it gave the message no id' });
}

/** A new thread. The connector's own call: the SDK's helper gives the conversation's id for the message's. */
async function createThread(client: ConnectorClient, conversation: ConversationRef, message: Message): Promise<string> {
  const { conversationId, tenantId, botId } = conversation;
  const created = await client.conversations.createConversation({
    isGroup: true,
    bot: { id: botId, name: '' },
    tenantId,
    channelData: { channel: { id: conversationId } },
    activity: messageActivity(message),
  } as Parameters<ConnectorClient['conversations']['createConversation']>[0]);
  const id = created.activityId ?? /;messageid=(\d+)$/.exec(created.id ?? '')?.[1];
  if (!id) throw withoutId();
  return id;
}

async function send(client: ConnectorClient, conversationId: string, message: Message): Promise<string> {
  const { id } = await client.conversations.sendToConversation(conversationId, messageActivity(message));
  if (!id) throw withoutId();
  return id;
}

/**
 * Sends to Teams through the connector. A create is repeated only when it surely was not accepted, an edit whenever
 * Teams says that it may be; sends to one conversation go one after the other. Errors: as the port says, and
 * `message_refused`, `chat_credentials`, `service_not_trusted`.
 */
export function createChatGateway(deps: GatewayDependencies): ChatGateway {
  const connectorFor = createConnectorFor(deps);
  const oneAtATime = createOneAtATime();
  return {
    async post(conversation, message, thread) {
      const client = await connectorFor(conversation);
      const { conversationId, kind } = conversation;
      const inThread = kind === 'channel' && thread !== undefined;
      return oneAtATime(conversationId, () =>
        sendPatiently(deps, true, () => {
          if (kind === 'channel' && !inThread) return createThread(client, conversation, message);
          return send(client, inThread ? `${conversationId};messageid=${thread}` : conversationId, message);
        }),
      );
    },
    async edit(conversation, activityId, message) {
      const client = await connectorFor(conversation);
      const { conversationId } = conversation;
      await oneAtATime(conversationId, () =>
        sendPatiently(deps, false, () =>
          client.conversations.updateActivity(conversationId, activityId, messageActivity(message)),
        ),
      );
    },
  };
}
