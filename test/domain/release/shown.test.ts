import { canonicalJson } from '../../../domain/canonical-json';
import type { Release } from '../../../domain/release/release';
import { shownSubject } from '../../../domain/release/shown';
import { decision, leader, waitingRelease } from './waiting-release';

const text = (release: Release): string => canonicalJson(shownSubject(release));
const asked = waitingRelease();
const digest = `sha256:${'9'.repeat(64)}` as const;
const evidence = {
  contract: { breaking: [], changes: [], inputs: 12 },
  goldenRows: 0,
  declaredMetrics: [],
  notes: [],
};

describe('what deciders are shown', () => {
  it.each<[string, Partial<Release>]>([
    ['another release', { number: 18 }],
    ['a second attempt', { attempt: 2 }],
    ['another environment', { environment: 'staging' }],
    ['another version', { version: 'v5' }],
    ['other bytes', { packageDigest: digest }],
    ['another image', { image: { digest, bytes: 1_000, base: 'scratch' } }],
    ['another plan', { plan: { digest, lines: [] } }],
    ['other evidence', { evidence }],
    [
      'something else that it replaces',
      { previous: { release: 3, version: 'v3', packageDigest: digest, imageDigest: digest, since: '' } },
    ],
  ])('is something else for %s', (_, change) => {
    expect(text({ ...asked, ...change })).not.toBe(text(asked));
  });

  it.each<[string, Partial<Release>]>([
    ['a first of two approvals', waitingRelease({}, [decision(leader)])],
    ['a change of the card', { revision: 10 }],
    ['a state', { state: 'approved' }],
    [
      'the name of the base, whose bytes are in the image',
      { image: { digest: `sha256:${'b'.repeat(64)}`, bytes: 1_000, base: 'other' } },
    ],
  ])('is the same after %s', (_, change) => {
    expect(text({ ...asked, ...change })).toBe(text(asked));
  });
});
