import type { Card } from '../domain/ports/chat';
import { observedBlocks, observedCures } from './monitoring/observed';
import { renderPlainAlert } from './monitoring/plain-alert';
import type { ObservationAlertView } from './monitoring/view';

/** The one card of an alert about what was seen of what runs, from the first look to its end. */
export function renderObservationAlertCard(view: ObservationAlertView): Card {
  return renderPlainAlert(view, observedBlocks(view), observedCures(view));
}
