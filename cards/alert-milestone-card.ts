import type { Alert } from '../domain/monitoring/alert';
import type { Card } from '../domain/ports/chat';
import { paragraph } from './document';
import { enumerate, type Phrase, say } from './elements/phrase';
import { findingBlocks } from './monitoring/finding';
import { nextSteps } from './monitoring/next-step';
import { alertState, alertTitle } from './monitoring/title';
import { type AlertView, alertNames } from './monitoring/view';
import { renderCard } from './render-card';
import { mention } from './words/people';
import { counted } from './words/count';

/** The moments that are told below an alert's card, because edits of a card notify nobody. */
export type AlertMilestone = 'raised' | 'woken' | 'closed';

const called = 5;

/** Raised; awake again after it was silent; or over. While people have it in hand there is nothing to tell. */
export function alertMilestoneOf({ state, snoozed }: Alert): AlertMilestone | undefined {
  if (state === 'closed') return 'closed';
  if (state !== 'open') return undefined;
  return snoozed ? 'woken' : 'raised';
}

/** A short reply below the alert's card; `callees` are those who can act. */
export function renderAlertMilestoneCard(view: AlertView, milestone: AlertMilestone, callees: readonly string[]): Card {
  const title = alertTitle(view);
  const [first] = findingBlocks(view);
  const [next] = nextSteps(view);
  return renderCard({
    title,
    summary: say`${title}. ${alertState(view).text}.`,
    blocks:
      milestone === 'closed'
        ? [paragraph(say`${alertNames(view).alert} is over. ${alertState(view).text}.`)]
        : [...(first ? [first] : []), ...(next ? [paragraph(next)] : []), paragraph(sayCall(view, milestone, callees))],
  });
}

function sayCall(view: AlertView, milestone: AlertMilestone, callees: readonly string[]): Phrase {
  const names = callees.slice(0, called).map((person): Phrase => [mention(view.people, person)]);
  const left = callees.length - names.length;
  const everybody = enumerate(left > 0 ? [...names, say`${counted(left, 'other')}`] : names, 'and');
  const { alert } = alertNames(view);
  const what = milestone === 'woken' ? `the silence of ${alert} is over` : `${alert} is open`;
  const rest = say`${what}; its card above has the figures and the buttons.`;
  return names.length === 0 ? rest : say`${everybody}: ${rest}`;
}
