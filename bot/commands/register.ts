import type { ChatAnswer } from '../teams/chat-event';
import { escapeMarkdown } from '../../cards/elements/escape-markdown';
import { renderRegistrationCard } from '../../cards/registration-card';
import { readRegistrationFacts } from '../../database/registration-facts';
import { StewardError } from '../../domain/errors';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';

/** A package of usual size is read in this time; for a larger one the outcome is said when it is there. */
const waitMs = 1_500;

export const register: Command = {
  spec: {
    name: 'register',
    permission: 'register',
    arguments: [{ name: 'package', kind: 'package', required: false, summary: 'a file in the inbox' }],
    flags: [],
    reason: 'none',
    examples: ['register champion.zip', 'register'],
    summary: 'Register a package from the inbox as a new version',
    details:
      'Without a name, lists what lies in the inbox. You become its modeller: you cannot approve its release.\nThe same bytes again are the same version.',
  },
  run: inProject(runRegister, 'register'),
};

async function runRegister(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const name = call.invocation.args['package'];
  const inbox = await deps.listInbox();
  if (name === undefined) return textReply(inboxText(inbox));
  if (!inbox.includes(name))
    throw new StewardError('not_in_inbox', { file: name, files: inbox.join(', ') || 'nothing' });
  const { project } = call.project.file;
  const answer = await deps.registrations.register(
    {
      project,
      source: { kind: 'inbox', name },
      modeller: call.user.objectId,
      actor: { kind: 'person', objectId: call.user.objectId },
    },
    { waitMs, tellIn: call.conversation.conversationId },
  );
  if (answer === 'working')
    return textReply(`I am reading ${escapeMarkdown(name)}; I say here what it is when I have.`);
  if (!answer.ok) throw new StewardError(answer.code, answer.details);
  const facts = await readRegistrationFacts(deps.database, project, answer.label);
  const card = renderRegistrationCard({ ...facts, outcome: answer.outcome, fullRecord: `versions ${answer.label}` });
  return { message: { kind: 'card', card } };
}

function inboxText(files: readonly string[]): string {
  const [first] = files;
  if (first === undefined) return 'The inbox is empty. Lay a package there, then type `register <file>`.';
  return `In the inbox: ${files.map(escapeMarkdown).join(', ')}. Type \`register ${first}\` to register one.`;
}
