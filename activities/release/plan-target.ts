import { beginStep, finishStep, voidApproval } from '../../database/advance-release';
import { findServing } from '../../database/servings';
import { getRelease } from '../../database/releases';
import { versionDirectory } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { StageRequest, TargetPlan } from '../../domain/ports/target';
import type { Release } from '../../domain/release/release';
import { recordingOf } from '../../domain/scoring/recording';
import type { ReleaseDependencies, ReleaseKey, ReleaseSubject } from './dependencies';
import { readSubject } from './read-subject';

/** Plan: asks the target, read-only, what the release would change there. */
export async function planTarget(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'plan', deps.now()));
  const plan = await makePlan(deps, release);
  const previous = await findServing(deps.database, release.project, release.environment);
  const detail = plan.lines.length === 1 ? '1 change' : `${plan.lines.length} changes`;
  await deps.database.transaction((tx) =>
    finishStep(tx, number, 'plan', { at: deps.now(), detail, change: { plan, previous: previous ?? null } }),
  );
}

async function makePlan(deps: ReleaseDependencies, release: Release): Promise<TargetPlan> {
  const subject = await readSubject(deps, release);
  return subject.target.plan(stageRequest(release, subject, requireImage(release)));
}

/**
 * After the approval, before anything is touched: what was approved must still be what would happen. If the plan came out
 * otherwise, the approval is void and the release is prepared and asked for anew.
 */
export async function confirmPlan(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await getRelease(deps.database, number);
  if (release.state !== 'approved' || release.cancelRequested) return;
  const plan = await makePlan(deps, release);
  const serving = await findServing(deps.database, release.project, release.environment);
  if (plan.digest === release.plan?.digest && serving?.release === release.previous?.release) return;
  await deps.database.transaction((tx) => voidApproval(tx, number, deps.now()));
}

export function requireImage(release: Release): NonNullable<Release['image']> {
  if (release.image) return release.image;
  throw new StewardError('internal', {
    what: `${releaseName(release.number)} has no image yet`,
    request: releaseName(release.number),
  });
}

/** Empty unless somebody asked for it. */
export function takeOverOf({ takeOver, plan }: Release): Pick<StageRequest, 'takeOver'> {
  return takeOver ? { takeOver: { planned: plan?.lines ?? [] } } : {};
}

export function stageRequest(
  release: Release,
  { project, version }: ReleaseSubject,
  image: NonNullable<Release['image']>,
  reference: string = image.digest,
): StageRequest {
  return {
    project: release.project,
    environment: release.environment,
    release: release.number,
    label: release.version,
    image: image.digest,
    reference,
    versionDirectory: versionDirectory(release.packageDigest),
    packageDigest: release.packageDigest,
    contract: version.manifest.contract,
    call: version.manifest.call,
    recording: recordingOf(project.file.environments[release.environment] ?? {}),
    ...(image.server && { server: image.server }),
    ...takeOverOf(release),
  };
}
