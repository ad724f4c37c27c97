import type { Card } from '../domain/ports/chat';
import { lostImageBlocks, lostImageCures } from './monitoring/lost-images';
import { renderPlainAlert } from './monitoring/plain-alert';
import type { ImageAlertView } from './monitoring/view';

/** The one card of an alert about images that are lost, from the first check to its end. */
export function renderImageAlertCard(view: ImageAlertView): Card {
  return renderPlainAlert(view, lostImageBlocks(view), lostImageCures(view));
}
