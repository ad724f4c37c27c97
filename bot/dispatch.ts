import { renderRefusalCard } from '../cards/refusal-card';
import { beginDelivery, endDelivery } from '../database/deliveries';
import { rememberConversation } from '../database/conversations';
import { rememberPerson } from '../database/people';
import { errorText, isStewardError, StewardError } from '../domain/errors';
import type { ChatUser, ConversationRef, Message } from '../domain/ports/chat';
import { releaseName } from '../domain/ids';
import type { Instant } from '../domain/release/release';
import type { BotDependencies, CommandCall, CommandReply } from './commands/command';
import { currentCard } from './commands/decide';
import { commands, commandsFor } from './commands';
import type { Invocation, Parsed } from './grammar/invocation';
import { parseInvocation } from './grammar/parse-invocation';
import { readAction } from './grammar/read-action';

/** A message or a pressed button, as the channel delivered it. */
export interface Delivery {
  readonly activityId: string;
  readonly conversation: ConversationRef;
  readonly user: ChatUser;
  readonly receivedAt: Instant;
  readonly content:
    | { readonly kind: 'text'; readonly text: string }
    | {
        readonly kind: 'button';
        readonly verb: string;
        readonly data: Readonly<Record<string, unknown>>;
        readonly cardActivityId: string;
      };
}

/** What becomes of a delivery: nothing for a repetition that was answered before. */
export type DispatchAnswer = CommandReply | undefined;

const specs = commands.map((command) => command.spec);

/** One delivery → one visible answer. Errors become a card with the cure; nothing is thrown. */
export async function dispatch(deps: BotDependencies, delivery: Delivery): Promise<DispatchAnswer> {
  const { conversation, activityId, receivedAt, content } = delivery;
  const request = `${conversation.conversationId}/${activityId}`;
  const logger = deps.logger.child({ request: activityId });
  try {
    const fresh = await beginDelivery(deps.database, conversation.conversationId, activityId, receivedAt);
    // A repeated message was answered in the conversation; a repeated click must be answered to its sender again.
    if (!fresh && content.kind === 'text') return undefined;
    const reply = await answer(deps, delivery, request);
    await endDelivery(deps.database, conversation.conversationId, activityId, deps.now());
    return reply;
  } catch (error) {
    if (!isStewardError(error)) logger.error('a delivery failed', { error });
    return refuse(deps, delivery, error);
  }
}

async function answer(deps: BotDependencies, delivery: Delivery, deliveryKey: string): Promise<CommandReply> {
  const conversation = await rememberConversation(deps.database, delivery.conversation, delivery.receivedAt);
  await rememberPerson(deps.database, delivery.user, delivery.receivedAt);
  const { user, receivedAt, content } = delivery;
  const call = (invocation: Invocation): CommandCall => ({
    invocation,
    user,
    conversation,
    deliveryKey,
    receivedAt,
    ...(content.kind === 'button' ? { button: buttonOf(content) } : {}),
  });
  const allowed = await commandsFor(deps, call({ command: 'help', args: {}, flags: {} }));
  const parsed = parse(delivery, (name) => allowed.some((command) => command.spec.name === name));
  if (!parsed.ok) throw parsed.error;
  const command = commands.find(({ spec }) => spec.name === parsed.invocation.command);
  if (!command) throw new StewardError('unknown_command', { command: parsed.invocation.command, suggestion: '' });
  return command.run(deps, call(parsed.invocation));
}

function parse({ content }: Delivery, suggestable: (name: string) => boolean): Parsed {
  if (content.kind === 'text') return parseInvocation(content.text, specs, ({ name }) => suggestable(name));
  const { data } = content;
  const reason = data['approveReason'] ?? data['rejectReason'] ?? data['reason'];
  const release = typeof data['release'] === 'number' ? releaseName(data['release']) : data['release'];
  return readAction(content.verb, { ...data, release, reason }, specs);
}

function buttonOf(content: Extract<Delivery['content'], { kind: 'button' }>): NonNullable<CommandCall['button']> {
  const revision = content.data['revision'];
  return { activityId: content.cardActivityId, ...(typeof revision === 'number' ? { revision } : {}) };
}

/** A refusal is an answer too. A refused click also gets the present card, so that nobody acts on an old one again. */
async function refuse(deps: BotDependencies, delivery: Delivery, error: unknown): Promise<CommandReply> {
  const shown = isStewardError(error)
    ? error
    : new StewardError('internal', { what: 'an unexpected error', request: delivery.activityId });
  const message: Message = { kind: 'card', card: renderRefusalCard(shown) };
  const card = delivery.content.kind === 'button' ? await presentCard(deps, delivery.content.data) : undefined;
  return card ? { message: { kind: 'text', text: shown.message }, card } : { message };
}

async function presentCard(
  deps: BotDependencies,
  data: Readonly<Record<string, unknown>>,
): Promise<Message | undefined> {
  const number = data['release'];
  if (typeof number !== 'number') return undefined;
  try {
    return await currentCard(deps, number);
  } catch (error) {
    deps.logger.warn('no card to answer with', { release: releaseName(number), why: errorText(error) });
    return undefined;
  }
}
