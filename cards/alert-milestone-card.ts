import type { Alert } from '../domain/monitoring/alert';
import type { Card } from '../domain/ports/chat';
import { type Block, paragraph } from './document';
import { type Phrase, say } from './elements/phrase';
import { sayCall } from './monitoring/call';
import { findingBlocks } from './monitoring/finding';
import { nextSteps } from './monitoring/next-step';
import { alertState, alertTitle } from './monitoring/title';
import { lostImageBlocks, lostImageCures } from './monitoring/lost-images';
import { observedBlocks, observedCures } from './monitoring/observed';
import {
  type AlertView,
  alertNames,
  type AnyAlertView,
  type ImageAlertView,
  type ObservationAlertView,
} from './monitoring/view';
import { renderCard } from './render-card';

/** The moments that are told below an alert's card, because edits of a card notify nobody. */
export type AlertMilestone = 'raised' | 'woken' | 'closed';

/** Raised; awake again after it was silent; or over. While people have it in hand there is nothing to tell. */
export function alertMilestoneOf({ state, snoozed }: Alert): AlertMilestone | undefined {
  if (state === 'closed') return 'closed';
  if (state !== 'open') return undefined;
  return snoozed ? 'woken' : 'raised';
}

/** A short reply below the alert's card; `callees` are those who can act. */
export function renderAlertMilestoneCard(view: AlertView, milestone: AlertMilestone, callees: readonly string[]): Card {
  return renderMilestone(view, milestone, callees, findingBlocks(view), nextSteps(view));
}

/** The same of an alert about what was seen. */
export function renderObservationMilestoneCard(
  view: ObservationAlertView,
  milestone: AlertMilestone,
  callees: readonly string[],
): Card {
  return renderMilestone(view, milestone, callees, observedBlocks(view), observedCures(view));
}

/** The same of an alert about lost images. */
export function renderImageMilestoneCard(
  view: ImageAlertView,
  milestone: AlertMilestone,
  callees: readonly string[],
): Card {
  return renderMilestone(view, milestone, callees, lostImageBlocks(view), lostImageCures(view));
}

function renderMilestone(
  view: AnyAlertView,
  milestone: AlertMilestone,
  callees: readonly string[],
  [first]: readonly Block[],
  [next]: readonly Phrase[],
): Card {
  const title = alertTitle(view);
  return renderCard({
    title,
    summary: say`${title}. ${alertState(view).text}.`,
    blocks:
      milestone === 'closed'
        ? [paragraph(say`${alertNames(view).alert} is over. ${alertState(view).text}.`)]
        : [...(first ? [first] : []), ...(next ? [paragraph(next)] : []), paragraph(sayCall(view, milestone, callees))],
  });
}
