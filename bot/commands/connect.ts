import { renderConnectedCard } from '../../cards/connected-card';
import { connectConversation } from '../../database/conversations';
import { append } from '../../database/audit';
import { getProject } from '../../database/projects';
import type { Command } from './command';
import { requirePermission } from '../../domain/require-permission';

export const connect: Command = {
  spec: {
    name: 'connect',
    permission: 'connect',
    arguments: [{ name: 'project', kind: 'project', required: true, summary: 'the project' }],
    flags: [],
    reason: 'none',
    examples: ['connect hmeq'],
    summary: 'Make this conversation the home of a project',
    details: 'Commands here then mean that project, and its cards come here.',
  },
  run: async (deps, call) => {
    const name = call.invocation.args['project'] ?? '';
    const project = await getProject(deps.database, name);
    requirePermission(project.file, call.user.objectId, 'connect');
    const { conversationId } = call.conversation;
    await deps.database.transaction(async (tx) => {
      await connectConversation(tx, conversationId, name);
      await append(tx, {
        at: call.receivedAt,
        actor: { kind: 'person', objectId: call.user.objectId },
        action: 'project.connected',
        subject: `project/${name}`,
        key: `connect/${call.deliveryKey}`,
        data: { conversation: conversationId, before: call.conversation.project ?? null },
      });
    });
    const before = call.conversation.project;
    return {
      message: {
        kind: 'card',
        card: renderConnectedCard({
          title: name,
          by: call.user.name ?? 'somebody',
          environments: Object.keys(project.file.environments),
          ...(before === undefined || before === name ? {} : { before }),
        }),
      },
    };
  },
};
