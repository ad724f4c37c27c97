import type { ChatAnswer } from '../teams/chat-event';
import { addWatch, endWatch } from '../../database/watches';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';
import { monitoredEnvironments } from './monitored-environment';

const environment = {
  name: 'environment',
  kind: 'environment',
  required: false,
  summary: 'one environment only',
} as const;

export const watch: Command = {
  spec: {
    name: 'watch',
    permission: 'watch',
    arguments: [environment],
    flags: [],
    reason: 'none',
    examples: ['watch', 'watch production'],
    summary: 'Hear each period, here, that all is well',
    details: 'Alerts come to everybody anyway; this is for those who also want to hear when nothing is wrong.',
  },
  run: inProject(runWatch, 'watch'),
};

export const unwatch: Command = {
  spec: {
    name: 'unwatch',
    permission: 'watch',
    arguments: [environment],
    flags: [],
    reason: 'none',
    examples: ['unwatch', 'unwatch production'],
    summary: 'No longer hear that all is well',
    details: 'Alerts still come to everybody.',
  },
  run: inProject(runUnwatch, 'watch'),
};

async function runWatch(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const names = monitoredEnvironments(call, call.invocation.args['environment']);
  await deps.database.transaction(async (tx) => {
    for (const name of names)
      await addWatch(tx, {
        project: call.project.file.project,
        environment: name,
        person: call.user.objectId,
        conversationId: call.conversation.conversationId,
        at: call.receivedAt,
      });
  });
  return textReply(
    `I tell you here each time a window of ${names.join(', ')} is judged and all is well. \`unwatch\` ends it.`,
  );
}

async function runUnwatch(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { project } = call.project.file;
  const ended = await endWatch(deps.database, project, call.user.objectId, call.invocation.args['environment']);
  if (ended.length === 0) return textReply('You were not watching that. Alerts come to everybody.');
  return textReply(`I no longer tell you that all is well in ${ended.join(', ')}. Alerts come to everybody.`);
}
