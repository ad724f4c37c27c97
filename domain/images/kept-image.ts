import type { Digest } from '../digest';
import type { LostPart } from '../ports/builder';
import type { Instant, ServingRecord } from '../release/release';

/**
 * Releases of an environment whose images are looked after: the one that serves and four to go back to. A rollback goes
 * one back along the list, and nobody goes back further without a new look at the data; the package of any older version
 * is kept, and gives the same image again.
 */
export const keptReleases = 5;

/** The image of a release that serves an environment, or served it. */
export interface KeptImage {
  readonly release: number;
  readonly version: string;
  readonly image: Digest;
}

/** A kept image after it was asked for. */
export interface CheckedImage extends KeptImage {
  readonly serves: boolean;
  readonly lost: readonly LostPart[];
}

/** What was found when the kept images of an environment were last asked for. */
export interface ImageCheck {
  readonly project: string;
  readonly environment: string;
  /** What served then. */
  readonly release: number;
  readonly version: string;
  /** When all could be asked for last; absent: never yet. */
  readonly checked?: { readonly at: Instant; readonly images: readonly CheckedImage[] };
  /** Why the last attempt after that told nothing. */
  readonly away?: string;
}

/** The images of the last releases, newest first, each once under its version; `history` is oldest first. */
export function chooseKept(history: readonly ServingRecord[]): readonly KeptImage[] {
  const kept: KeptImage[] = [];
  for (const { release, version, imageDigest: image } of [...history].reverse())
    if (!kept.some((one) => one.image === image && one.version === version)) kept.push({ release, version, image });
  return kept.slice(0, keptReleases);
}

const hour = 60 * 60_000;

/** Milliseconds until they are asked for again: a day, and less while people wait to hear that all is well again. */
export function nextCheckAfter(found: 'whole' | 'lost' | 'away'): number {
  return found === 'whole' ? 24 * hour : hour;
}
