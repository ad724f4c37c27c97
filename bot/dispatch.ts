import { renderRefusalCard } from '../cards/refusal-card';
import { renderWelcomeCard } from '../cards/welcome-card';
import { markConversationGone, rememberConversation } from '../database/conversations';
import { beginDelivery, endDelivery } from '../database/deliveries';
import { rememberPerson } from '../database/people';
import { listProjects } from '../database/projects';
import { isStewardError, StewardError } from '../domain/errors';
import { alertName, releaseName, retrainingName } from '../domain/ids';
import type { Logger } from '../domain/logger';
import { commands, commandsFor } from './commands';
import type { BotDependencies, CommandCall } from './commands/command';
import type { Invocation, Parsed } from './grammar/invocation';
import { parseInvocation } from './grammar/parse-invocation';
import { readAction } from './grammar/read-action';
import type { ActionEvent, ChatAnswer, ChatEvent, CommandEvent, InstallationEvent } from './teams/chat-event';

const specs = commands.map((command) => command.spec);

/** What a column of PostgreSQL counts; a button that tells of more is forged. */
const mostRevisions = 2 ** 31;

/** What the channel tells → what is said to it: one visible answer, none for a repetition. Errors become words with the cure; none is thrown. */
export async function dispatch(deps: BotDependencies, event: ChatEvent): Promise<ChatAnswer | undefined> {
  switch (event.kind) {
    case 'installed':
    case 'removed':
      return handleInstallation(deps, event);
    case 'command':
    case 'action':
      return handleRequest(deps, event);
  }
}

async function handleInstallation(deps: BotDependencies, event: InstallationEvent): Promise<ChatAnswer | undefined> {
  const { conversation, activityId, receivedAt } = event;
  if (!(await beginDelivery(deps.database, conversation.conversationId, activityId, receivedAt))) return undefined;
  const { project } = await rememberConversation(deps.database, conversation, receivedAt);
  if (event.kind === 'removed') await markConversationGone(deps.database, conversation.conversationId);
  await endDelivery(deps.database, conversation.conversationId, activityId, deps.now());
  if (event.kind === 'removed') return undefined;
  const projects = (await listProjects(deps.database)).map(({ file }) => file.project);
  const connected = project === undefined ? {} : { connected: project };
  return { message: { kind: 'card', card: renderWelcomeCard({ botName: 'Steward', projects, ...connected }) } };
}

async function handleRequest(
  deps: BotDependencies,
  event: CommandEvent | ActionEvent,
): Promise<ChatAnswer | undefined> {
  const { conversation, activityId, receivedAt } = event;
  const logger = deps.logger.child({ request: activityId });
  try {
    const fresh = await beginDelivery(deps.database, conversation.conversationId, activityId, receivedAt);
    // A repeated message was answered in the conversation; a repeated click must be answered to its sender again.
    if (!fresh && event.kind === 'command') return undefined;
  } catch (error) {
    return refuse(logger, event, error);
  }
  const answer = await run(deps, event).catch((error: unknown) => refuse(logger, event, error));
  await endDelivery(deps.database, conversation.conversationId, activityId, deps.now()).catch((error: unknown) =>
    // What was done is done, and is answered; a repetition much later would be handled once more.
    logger.warn('an answer was not noted', { error }),
  );
  return answer;
}

async function run(deps: BotDependencies, event: CommandEvent | ActionEvent): Promise<ChatAnswer> {
  const { user, receivedAt } = event;
  const conversation = await rememberConversation(deps.database, event.conversation, receivedAt);
  await rememberPerson(deps.database, user, receivedAt);
  const call = (invocation: Invocation): CommandCall => ({
    invocation,
    user,
    conversation,
    deliveryKey: `${conversation.conversationId}/${event.activityId}`,
    receivedAt,
    ...(event.kind === 'action' ? { button: buttonOf(event) } : {}),
  });
  const allowed = await commandsFor(deps, user.objectId, conversation.project);
  const parsed = parse(event, (name) => allowed.some((command) => command.spec.name === name));
  if (!parsed.ok) throw parsed.error;
  const command = commands.find(({ spec }) => spec.name === parsed.invocation.command);
  if (!command) throw new StewardError('unknown_command', { command: parsed.invocation.command, suggestion: '' });
  return command.run(deps, call(parsed.invocation));
}

/** Buttons carry numbers; arguments are what people would type. */
const names = { release: releaseName, alert: alertName, retraining: retrainingName } as const;

function parse(event: CommandEvent | ActionEvent, suggestable: (name: string) => boolean): Parsed {
  if (event.kind === 'command') return parseInvocation(event.text, specs, ({ name }) => suggestable(name));
  const { data } = event;
  const reason = data[`${event.verb}Reason`] ?? data['reason'];
  const named = Object.entries(names).flatMap(([key, nameOf]) => {
    const number = data[key];
    return typeof number === 'number' ? [[key, nameOf(number)] as const] : [];
  });
  const [task] = named.filter(([key]) => key !== 'alert').map(([, name]) => name);
  return readAction(event.verb, { ...data, task, ...Object.fromEntries(named), reason }, specs);
}

function buttonOf({ cardActivityId, data }: ActionEvent): NonNullable<CommandCall['button']> {
  const counts = (['revision', 'alert', 'retraining'] as const).flatMap((name) => {
    const value = data[name];
    const known = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < mostRevisions;
    return known ? [[name, value] as const] : [];
  });
  return { activityId: cardActivityId, ...Object.fromEntries(counts) };
}

function refuse(logger: Logger, event: CommandEvent | ActionEvent, error: unknown): ChatAnswer {
  if (!isStewardError(error)) logger.error('a request failed', { error });
  else logger.info('a request was refused', { code: error.code });
  const shown = isStewardError(error)
    ? error
    : new StewardError('internal', { what: 'an unexpected error', request: event.activityId });
  // A refused click leaves the card where it is, so that its words are seen beside it.
  return event.kind === 'command'
    ? { message: { kind: 'card', card: renderRefusalCard(shown) } }
    : { message: { kind: 'text', text: shown.message } };
}
