import { shortDigest } from '../digest';
import { releaseName } from '../ids';
import type { LostPart } from '../ports/builder';
import type { ReasonCode } from '../reasons';
import type { CheckedImage } from './kept-image';

interface LostImage {
  readonly code: ReasonCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** What is lost of each image, and what to do about it. */
export function findLostImages(environment: string, images: readonly CheckedImage[]): readonly LostImage[] {
  return images
    .filter(({ lost }) => lost.length > 0)
    .map(({ release, version, image, serves, lost }) => ({
      code: serves ? 'image_lost_serving' : 'image_lost_earlier',
      details: { environment, release: releaseName(release), version, image: shortDigest(image), what: sayLost(lost) },
    }));
}

/** `the config and 2 layers` */
function sayLost(lost: readonly LostPart[]): string {
  const layers = lost.filter(({ part }) => part === 'layer').length;
  const named = (['manifest', 'tag', 'config'] as const).filter((name) => lost.some(({ part }) => part === name));
  const parts = [
    ...named.map((part) => `the ${part}`),
    ...(layers > 0 ? [layers === 1 ? '1 layer' : `${layers} layers`] : []),
  ];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
