import { renderAlertCard } from '../../cards/alert-card';
import {
  type AlertMilestone,
  alertMilestoneOf,
  renderAlertMilestoneCard,
  renderImageMilestoneCard,
  renderObservationMilestoneCard,
} from '../../cards/alert-milestone-card';
import { renderImageAlertCard } from '../../cards/image-alert-card';
import { renderObservationAlertCard } from '../../cards/observation-alert-card';
import { readAlertFacts, readFoundAlertFacts } from '../../database/alert-facts';
import { getAlert } from '../../database/alerts';
import { findHome } from '../../database/conversations';
import { type Alert, isImageAlert, isObservationAlert } from '../../domain/monitoring/alert';
import type { Card } from '../../domain/ports/chat';
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
      const { alert, card } = await read(deps, number);
      return { card: card(), revision: alert.revision };
    },
  });
  if (shown === 'shown') await tellAlert(deps, number);
  return shown;
}

interface Shown {
  readonly alert: Alert;
  readonly card: () => Card;
  readonly reply: (milestone: AlertMilestone) => Card;
}

async function read({ database, now }: NotifyDependencies, number: number): Promise<Shown> {
  const alert = await getAlert(database, number);
  if (isImageAlert(alert)) {
    const view = await readFoundAlertFacts(database, alert);
    return {
      alert,
      card: () => renderImageAlertCard(view),
      reply: (milestone) => renderImageMilestoneCard(view, milestone, view.callees),
    };
  }
  if (isObservationAlert(alert)) {
    const view = await readFoundAlertFacts(database, alert);
    return {
      alert,
      card: () => renderObservationAlertCard(view),
      reply: (milestone) => renderObservationMilestoneCard(view, milestone, view.callees),
    };
  }
  const facts = await readAlertFacts(database, alert);
  const room = await findRetrainingRoom(database, alert.project, alert.environment, now());
  const view = { ...facts, room };
  return {
    alert,
    card: () => renderAlertCard(view),
    reply: (milestone) => renderAlertMilestoneCard(view, milestone, view.callees),
  };
}

async function tellAlert(deps: NotifyDependencies, number: number): Promise<void> {
  const { alert, reply } = await read(deps, number);
  const milestone = alertMilestoneOf(alert);
  if (!milestone) return;
  await replyOnce(deps, `alert/${number}`, {
    subject: milestoneSubject(alert, milestone),
    revision: alert.revision,
    draw: () => reply(milestone),
  });
}

/** Each silence ends once. */
function milestoneSubject({ number, snoozed }: Alert, milestone: AlertMilestone): string {
  return `alert/${number}/${milestone}${milestone === 'woken' ? `/${snoozed?.until ?? ''}` : ''}`;
}
