import type { ChatAnswer } from '../teams/chat-event';
import { listAlertsByUrgency } from '../../database/alert-facts';
import { getAlert } from '../../database/alerts';
import { alertName, retrainingName } from '../../domain/ids';
import { alertCardNow } from './alert-argument';
import { type BotDependencies, type Command, type ProjectCall, textReply } from './command';
import { inProject } from './in-project';
import { chooseMonitored } from './monitored-environment';

export const retrain: Command = {
  spec: {
    name: 'retrain',
    permission: 'retrain',
    arguments: [
      {
        name: 'environment',
        kind: 'environment',
        required: false,
        after: 'in',
        summary: 'where the rows were scored',
        leftOut: 'where only one is meant',
      },
    ],
    flags: [],
    reason: 'optional',
    examples: ['retrain', 'retrain in production -- the separation fell twice'],
    summary: 'Make a challenger from the rows that were logged',
    details:
      'It learns from older windows and must beat what serves on the newest one, which it has not seen. If it does, it is registered and its release is asked for; people decide on that.\nCool-down and budget of the project file hold for people too.',
  },
  run: inProject(runRetrain, 'retrain'),
};

async function runRetrain(deps: BotDependencies, call: ProjectCall): Promise<ChatAnswer> {
  const { project } = call.project.file;
  const pressed = call.button?.alert;
  const of = pressed === undefined ? undefined : (await getAlert(deps.database, pressed)).environment;
  const environment = await chooseMonitored(
    deps,
    call,
    { environment: of ?? call.invocation.args['environment'] },
    (name) => `retrain in ${name} -- reason`,
  );
  const alert = (await listAlertsByUrgency(deps.database, project, environment)).find(({ kind }) => kind === 'decay');
  // The alert that this button belongs to is over: what people saw no longer holds, so nothing is started on its account.
  if (pressed !== undefined && pressed !== alert?.number)
    return {
      message: { kind: 'text', text: `${alertName(pressed)} is no longer open, so nothing was started.` },
      card: await alertCardNow(deps, pressed),
    };
  const { reason } = call.invocation;
  const { retraining, outcome } = await deps.retrainings.open({
    project,
    environment,
    requester: { kind: 'person', objectId: call.user.objectId },
    conversationId: call.conversation.conversationId,
    requestedAt: call.receivedAt,
    ...(alert ? { alert: alert.number } : {}),
    ...(reason === undefined ? {} : { reason }),
  });
  const name = retrainingName(retraining);
  if (outcome === 'open-already') return textReply(`${name} is at it already; its card shows how far it is.`);
  return textReply(
    `${name}: a challenger for ${environment} is being made. Its card follows; nothing changes there without an approval.`,
  );
}
