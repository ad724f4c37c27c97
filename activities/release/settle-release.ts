import { failRelease } from '../../database/advance-release';
import { getRelease } from '../../database/releases';
import { isStewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import { isReasonCode } from '../../domain/reasons';
import type { Release } from '../../domain/release/release';
import { isOpen } from '../../domain/release/states';
import type { ReleaseDependencies } from './dependencies';
import { readSubject } from './read-subject';
import { completeSwitch } from './switch-traffic';
import { withdrawStaged } from './withdraw-staged';

export interface Failure {
  readonly release: number;
  readonly code: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Ends a release that cannot go on, by what is true on its target: if the traffic goes to it already, the switch is
 * recorded and it serves; otherwise what it staged is taken back and it ends failed (or cancelled, if that was asked for).
 */
export async function settleRelease(deps: ReleaseDependencies, failure: Failure): Promise<void> {
  const release = await getRelease(deps.database, failure.release);
  if (!isOpen(release.state)) return;
  if (await tookTraffic(deps, release)) return completeSwitch(deps, release);
  await withdrawIfThere(deps, release);
  const code = isReasonCode(failure.code) ? failure.code : 'internal';
  const name = releaseName(release.number);
  const details = { release: name, request: name, ...failure.details };
  await deps.database.transaction((tx) => failRelease(tx, release.number, { code, details }, deps.now()));
}

/** Once Switch has begun nobody may guess: while the target does not answer, this is tried again. */
async function tookTraffic(deps: ReleaseDependencies, release: Release): Promise<boolean> {
  const begun = release.steps.some(({ step, state }) => step === 'switch' && state !== 'open');
  if (!begun) return false;
  const { target } = await readSubject(deps, release);
  const { project, environment } = release;
  return (await target.serving({ project, environment }))?.release === release.number;
}

/** A target that is away keeps no release from ending: what is left there is withdrawn by the next one's Record. */
async function withdrawIfThere(deps: ReleaseDependencies, release: Release): Promise<void> {
  if (!release.steps.some(({ step, startedAt }) => step === 'stage' && startedAt !== undefined)) return;
  try {
    await withdrawStaged(deps, release);
  } catch (error) {
    if (!isStewardError(error)) throw error;
  }
}
