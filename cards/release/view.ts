import type { Comparison } from '../../domain/retraining/retraining';
import type { Digest } from '../../domain/digest';
import { releaseName } from '../../domain/ids';
import type { Instant, Release, ServingRecord } from '../../domain/release/release';
import { cutText } from '../elements/cut-text';
import type { People } from '../words/people';

/** All that the card of a release is made from. */
export interface ReleaseView {
  readonly release: Release;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
  /** When the card is drawn: after its term, an approval is no longer offered. Nothing else depends on it. */
  readonly now: Instant;
  /** The retraining that made the version, and what its gate measured; absent for one that people registered. */
  readonly retrained?: { readonly retraining: number; readonly comparison: Comparison };
  /** What the environment serves by Steward's own record at that time; absent: nothing. */
  readonly serving?: ServingRecord;
  /** Whether `retry` would go on under the approval that was given: digests, what serves and the term still hold. */
  readonly mayRetry: boolean;
  /** The command that shows the whole record where the card has to cut, such as `history r17`. */
  readonly fullRecord: string;
}

/** Names from outside, short enough to stand in every sentence. */
export interface ReleaseNames {
  readonly project: string;
  readonly version: string;
  readonly environment: string;
  /** `r17` */
  readonly release: string;
}

const nameBytes = 48;

export function releaseNames({ release, title }: ReleaseView): ReleaseNames {
  return {
    project: cutText(title, nameBytes),
    version: versionName(release.version),
    environment: cutText(release.environment, nameBytes),
    release: releaseName(release.number),
  };
}

export function versionName(label: string): string {
  return cutText(label, nameBytes);
}

/** What serves, or served when the plan was made, other than this release itself. */
export function replaced({ release, serving }: ReleaseView): ServingRecord | undefined {
  return release.previous ?? (serving?.release === release.number ? undefined : serving);
}

/** The same package as what it replaces: only the image's base, or nothing, is new. */
export function samePackage(release: Release, other: { readonly packageDigest: Digest } | undefined): boolean {
  return other?.packageDigest === release.packageDigest;
}

/** The term of a waiting approval is over, but its expiry has not been recorded yet. */
export function termIsOver({ release, now }: Pick<ReleaseView, 'release' | 'now'>): boolean {
  return release.state === 'waiting' && release.approval !== undefined && now >= release.approval.expiresAt;
}
