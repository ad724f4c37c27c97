import type { ChatAnswer } from '../teams/chat-event';
import { movePointer } from '../../database/pointers';
import { getVersion } from '../../database/versions';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';

export const setChampion: Command = {
  spec: {
    name: 'set champion',
    permission: 'set-champion',
    arguments: [{ name: 'version', kind: 'version', required: true, summary: 'the version' }],
    flags: [],
    reason: 'required',
    examples: ['set champion v4 -- best on the last two quarters'],
    summary: 'Name the version that is the best of the project',
    details: 'Changes what `deploy champion` means, not what serves.',
  },
  run: inProject(runSetChampion, 'set-champion'),
};

async function runSetChampion(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { project } = call.project.file;
  const version = await getVersion(deps.database, project, call.invocation.args['version'] ?? '');
  const before = await deps.database.transaction((tx) =>
    movePointer(tx, {
      project,
      name: 'champion',
      label: version.label,
      actor: { kind: 'person', objectId: call.user.objectId },
      at: call.receivedAt,
      why: call.invocation.reason ?? '',
    }),
  );
  if (before === version.label) return textReply(`${version.label} is the champion of ${project} already.`);
  const from = before === undefined ? '' : ` It was ${before}.`;
  return textReply(`${version.label} is now the champion of ${project}.${from} What serves has not changed.`);
}
