import type { ImageAlert } from '../monitoring/alert';
import type { CheckedImage } from './kept-image';

export type ImageAlertStep = 'raise' | 'update' | 'reopen' | 'close' | 'none';

/**
 * What becomes of an environment's alert about lost images after they were asked for. Who took it in hand, or silenced it,
 * knew what it said then: with another image it is open again.
 */
export function stepImageAlert(
  lost: readonly CheckedImage[],
  live: Pick<ImageAlert, 'state' | 'images'> | undefined,
): ImageAlertStep {
  if (live === undefined) return lost.length > 0 ? 'raise' : 'none';
  if (lost.length === 0) return 'close';
  const known = new Set(live.images.map(({ image }) => image));
  if (live.state !== 'open' && lost.some(({ image }) => !known.has(image))) return 'reopen';
  return wordsOf(lost) === wordsOf(live.images) ? 'none' : 'update';
}

function wordsOf(images: readonly CheckedImage[]): string {
  return images
    .map(({ image, serves, lost }) => [image, serves, ...lost.map(({ part, digest }) => `${part} ${digest}`)].join(' '))
    .join('\n');
}
