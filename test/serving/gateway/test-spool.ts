import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoredBy } from '../../../domain/scoring/scored-row';
import type { SpooledRow } from '../../../serving/gateway/spool/records';
import { openSpool, type Spool, type SpoolOptions } from '../../../serving/gateway/spool/spool';
import { deployment } from './gateway-bench';

const { project, environment, release, version, packageDigest } = deployment;
export const scoredBy: ScoredBy = { project, environment, release, version, packageDigest };

export const now = () => '2026-11-03T10:00:00.000Z';

export function fail(error: unknown): never {
  throw error;
}

/** In a new folder within `folder`. */
export function openTestSpool(folder: string, mode: SpoolOptions['mode']): Promise<Spool> {
  return openSpool({
    directory: mkdtempSync(join(folder, 'spool-')),
    scoredBy,
    mode,
    maxBytes: 64 * 1024 * 1024,
    now,
    randomBytes,
    onFault: fail,
    onFound: () => undefined,
  });
}

export function rowsOf(...references: readonly string[]): SpooledRow[] {
  const inputs = '{"LOAN":1500}';
  const hash = createHash('sha256').update(inputs).digest();
  return references.map((reference) => ({ reference, scoredAt: now(), score: 0.5, hash, inputs }));
}
