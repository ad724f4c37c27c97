import { getRelease } from '../../database/releases';
import { carryOutEffect } from './carry-out-effect';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { readSubject } from './read-subject';

/** Takes back what a release that will not serve has staged. What serves is never touched. */
export async function withdrawStaged(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await getRelease(deps.database, number);
  const touched = release.steps.some((record) => record.step === 'stage' && record.startedAt !== undefined);
  if (!touched || release.state === 'serving') return;
  const { target } = await readSubject(deps, release);
  const place = { project: release.project, environment: release.environment };
  if ((await target.serving(place))?.release === number) return;
  await carryOutEffect(deps, release, {
    name: 'withdraw',
    intended: { releases: [number] },
    act: () => target.withdraw({ ...place, release: number }),
    observed: () => ({ releases: [number] }),
  });
}
