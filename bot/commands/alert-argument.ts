import type { ChatAnswer } from '../teams/chat-event';
import { renderAlertCard } from '../../cards/alert-card';
import { renderImageAlertCard } from '../../cards/image-alert-card';
import { renderObservationAlertCard } from '../../cards/observation-alert-card';
import { readAlertFacts, readFoundAlertFacts } from '../../database/alert-facts';
import { getAlert } from '../../database/alerts';
import { adoptCard } from '../../database/cards';
import { getProject } from '../../database/projects';
import { findRetrainingRoom } from '../../database/retraining-room';
import { alertName, parseAlertName } from '../../domain/ids';
import { type Alert, isImageAlert, isObservationAlert } from '../../domain/monitoring/alert';
import type { Action } from '../../domain/permissions';
import type { Message } from '../../domain/ports/chat';
import { requirePermission } from '../../domain/require-permission';
import type { BotDependencies, CommandCall } from './command';

/** The alert that a command names, in whatever project, if the person may do this to it there. */
export async function alertArgument(deps: BotDependencies, call: CommandCall, action: Action): Promise<Alert> {
  const alert = await getAlert(deps.database, parseAlertName(call.invocation.args['alert'] ?? '') ?? 0);
  requirePermission((await getProject(deps.database, alert.project)).file, call.user.objectId, action);
  if (call.button) await adoptCard(deps.database, `alert/${alert.number}`, call.button.activityId);
  return alert;
}

/** An alert's card as of now, for the person who pressed a button on an older one. */
export async function alertCardNow(deps: BotDependencies, number: number): Promise<Message> {
  const alert = await getAlert(deps.database, number);
  if (isImageAlert(alert))
    return { kind: 'card', card: renderImageAlertCard(await readFoundAlertFacts(deps.database, alert)) };
  if (isObservationAlert(alert)) {
    const view = await readFoundAlertFacts(deps.database, alert);
    return { kind: 'card', card: renderObservationAlertCard(view) };
  }
  const facts = await readAlertFacts(deps.database, alert);
  const { project, environment } = alert;
  const room = await findRetrainingRoom(deps.database, project, environment, deps.now());
  return { kind: 'card', card: renderAlertCard({ ...facts, room }) };
}

/** The answer to somebody who did something with an alert; everybody else's card is drawn anew without their waiting. */
export async function answerOnAlert(deps: BotDependencies, alert: Alert, text: string): Promise<ChatAnswer> {
  void deps.showAlert({ alert: alert.number }).catch((error: unknown) => {
    deps.logger.warn('an alert is shown later: the sweep will', { alert: alertName(alert.number), error });
  });
  return { message: { kind: 'text', text }, card: await alertCardNow(deps, alert.number) };
}
