import { type AlertView, renderAlertCard } from '../../cards/alert-card';
import { type AlertMilestone, alertMilestoneOf, renderAlertMilestoneCard } from '../../cards/alert-milestone-card';
import { type AlertFacts, readAlertFacts } from '../../database/alert-facts';
import { getAlert } from '../../database/alerts';
import { findHome } from '../../database/conversations';
import type { Alert } from '../../domain/monitoring/alert';
import { findRetrainingRoom } from '../../database/retraining-room';
import type { NotifyDependencies } from './dependencies';
import { replyOnce } from './reply-once';
import { showCard } from './show-card';

/**
 * Draws an alert's card from PostgreSQL as it is when it is sent, and shows it in the project's home. Those who can act
 * are then called by a reply below it: when it is raised, when its silence is over, and when it is closed.
 */
export async function showAlert(deps: NotifyDependencies, number: number): Promise<'shown' | 'nowhere'> {
  const { project } = await getAlert(deps.database, number);
  const shown = await showCard(deps, {
    subject: `alert/${number}`,
    conversationId: (await findHome(deps.database, project))?.conversationId,
    draw: async () => {
      const { alert, ...view } = await readView(deps, number);
      return { card: renderAlertCard({ ...view, alert }), revision: alert.revision };
    },
  });
  if (shown === 'shown') await tellAlert(deps, number);
  return shown;
}

async function readView(deps: NotifyDependencies, number: number): Promise<AlertView & AlertFacts> {
  const facts = await readAlertFacts(deps.database, number);
  const { project, environment } = facts.alert;
  return { ...facts, room: await findRetrainingRoom(deps.database, project, environment, deps.now()) };
}

async function tellAlert(deps: NotifyDependencies, number: number): Promise<void> {
  const view = await readView(deps, number);
  const milestone = alertMilestoneOf(view.alert);
  if (!milestone) return;
  await replyOnce(deps, `alert/${number}`, {
    subject: milestoneSubject(view.alert, milestone),
    revision: view.alert.revision,
    draw: () => renderAlertMilestoneCard(view, milestone, view.callees),
  });
}

/** Each silence ends once. */
function milestoneSubject({ number, snoozed }: Alert, milestone: AlertMilestone): string {
  return `alert/${number}/${milestone}${milestone === 'woken' ? `/${snoozed?.until ?? ''}` : ''}`;
}
