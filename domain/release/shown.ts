import type { Json } from '../canonical-json';
import type { Release } from './release';

/**
 * What deciders are asked about, as JSON: its SHA-256 is the `shown` hash of the card. Digests and differences are in it;
 * who has decided so far is not, so the second approver's card still shows the same subject.
 */
export function shownSubject(release: Release): Json {
  return {
    release: release.number,
    attempt: release.attempt,
    project: release.project,
    environment: release.environment,
    version: release.version,
    package: release.packageDigest,
    image: release.image?.digest ?? null,
    plan: release.plan?.digest ?? null,
    replaces: release.previous?.imageDigest ?? null,
    evidence: (release.evidence ?? null) as unknown as Json,
  };
}
