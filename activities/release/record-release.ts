import { finishStep } from '../../database/advance-release';
import { lockRelease } from '../../database/releases';
import { markStep } from '../../database/release-steps';
import { releaseName } from '../../domain/ids';
import { leadingEnvironment } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { carryOutEffect } from './carry-out-effect';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { readSubject } from './read-subject';

/** Record: the champion pointer follows the leading environment, and the models that serve no longer are withdrawn. */
export async function recordRelease(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction(async (tx) => {
    const locked = await lockRelease(tx, number);
    const known = locked.steps.find((record) => record.step === 'record');
    if (known?.state !== 'done') await markStep(tx, number, 'record', { state: 'running', at: deps.now() });
    return locked;
  });
  if (
    release.state !== 'serving' ||
    release.steps.some((record) => record.step === 'record' && record.state === 'done')
  )
    return;
  const { project, target } = await readSubject(deps, release);
  const leads = leadingEnvironment(project.file) === release.environment;
  if (leads) await makeChampion(deps, release);
  const place = { project: release.project, environment: release.environment };
  const others = (await target.deployments(place)).filter((deployment) => deployment.release < number);
  if (others.length > 0)
    await carryOutEffect(deps, release, {
      name: 'withdraw',
      intended: { releases: others.map((other) => other.release) },
      act: async () => {
        for (const other of others) await target.withdraw(other);
      },
      observed: () => ({ releases: others.map((other) => other.release) }),
    });
  const detail = leads ? `${release.version} is the champion` : 'recorded';
  await deps.database.transaction((tx) => finishStep(tx, number, 'record', { at: deps.now(), detail }));
}

/** The registry's pointer follows what serves. If somebody moves it at the same moment, the activity looks again. */
async function makeChampion(deps: ReleaseDependencies, release: Release): Promise<void> {
  await deps.registry.setPointer({
    project: release.project,
    name: 'champion',
    label: release.version,
    expectedPrevious: await deps.registry.getPointer(release.project, 'champion'),
    actor: { kind: 'system' },
    at: release.endedAt ?? deps.now(),
    why: `${releaseName(release.number)} serves in ${release.environment}`,
  });
}
