import { finishStep } from '../../database/advance-release';
import { findOpenRelease, lockRelease } from '../../database/releases';
import { findServing } from '../../database/servings';
import { markStep } from '../../database/release-steps';
import { releaseName } from '../../domain/ids';
import type { Target } from '../../domain/ports/target';
import { leadingEnvironment } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { findIntention } from './carry-out-effect';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { readSubject } from './read-subject';
import { withdrawDeployments } from './withdraw-staged';

/**
 * Record: the champion pointer follows the leading environment, and the models that serve no longer are withdrawn. A
 * release that was replaced before it was recorded moves nothing any more.
 */
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
  const stillServes = (await findServing(deps.database, release.project, release.environment))?.release === number;
  const leads = stillServes && leadingEnvironment(project.file) === release.environment;
  if (leads) await makeChampion(deps, release);
  const outdated = await listOutdated(deps, release, stillServes ? target : undefined);
  if (outdated.length > 0) await withdrawDeployments(deps, release, target, outdated);
  const recorded = stillServes ? 'recorded' : 'recorded; it serves no longer';
  const detail = leads ? `${release.version} is the champion` : recorded;
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

/**
 * The releases whose models are to be withdrawn: those that are still on the target, and those that an earlier run set
 * out to withdraw. If that was killed, they may be gone without anybody having observed it.
 */
async function listOutdated(
  deps: ReleaseDependencies,
  release: Release,
  target: Target | undefined,
): Promise<readonly number[]> {
  const { number, project, environment } = release;
  const there = ((await target?.deployments({ project, environment })) ?? []).map((deployment) => deployment.release);
  // Whoever comes next may have staged its model already. One of a higher number may be older: a retry keeps its number.
  const next = (await findOpenRelease(deps.database, project, environment))?.number;
  const intended = (await findIntention(deps, release, 'withdraw')) as { releases: readonly number[] } | undefined;
  const others = there.filter((other) => other !== number && other !== next);
  const all = new Set([...(intended?.releases ?? []), ...others]);
  return [...all].sort((one, another) => one - another);
}
