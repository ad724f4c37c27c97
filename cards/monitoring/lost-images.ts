import { findLostImages } from '../../domain/images/find-lost';
import { type Block, paragraph } from '../document';
import { type Phrase, say } from '../elements/phrase';
import { sayReason } from '../words/reason';
import { sayRemoved } from './removed-environment';
import { alertNames, type ImageAlertView } from './view';

/** What is lost, or was, an image a line. */
export function lostImageBlocks({ alert }: ImageAlertView): Block[] {
  const style = alert.state === 'closed' ? 'plain' : 'bad';
  return findLostImages(alert.environment, alert.images).map(({ code, details }) =>
    paragraph(sayReason(code, details).sentence, style),
  );
}

/** What to do about it, each once; the last says what Steward does. */
export function lostImageCures(view: ImageAlertView): readonly Phrase[] {
  const { alert } = view;
  const { environment } = alertNames(view);
  if (alert.closed?.why === 'removed') return [sayRemoved(environment)];
  if (alert.closed) return [say`Nothing: the images of ${environment} are asked for each day, as before.`];
  const found = findLostImages(alert.environment, alert.images).map(
    ({ code, details }) =>
      [JSON.stringify([code, code === 'image_lost_serving' && details]), { code, details }] as const,
  );
  return [
    ...[...new Map(found).values()].map(({ code, details }) => sayReason(code, details).cure),
    say`They are asked for again each hour until all are there.`,
  ];
}
