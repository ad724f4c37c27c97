import { beginStep, recordSwitched } from '../../database/advance-release';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { EnvironmentRef, ServingObservation, Target } from '../../domain/ports/target';
import type { Release } from '../../domain/release/release';
import { carryOutEffect } from './carry-out-effect';
import type { ReleaseDependencies, ReleaseKey, ReleaseSubject } from './dependencies';
import { takeOverOf } from './plan-target';
import { readSubject } from './read-subject';
import { startJudging } from './start-judging';

/** Switch: sends the traffic to the verified model, if what served when the plan was made still serves; reads it back. */
export async function switchTraffic(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'switch', deps.now()));
  const subject = await readSubject(deps, release);
  const { target } = subject;
  const place = { project: release.project, environment: release.environment };
  const deployment = { ...place, release: number };
  await carryOutEffect(deps, release, {
    name: 'switch',
    intended: { to: number, from: release.previous?.release ?? null },
    act: async () => {
      await target.switchTo(deployment, release.previous?.release, takeOverOf(release).takeOver);
      return readBack(target, place, number);
    },
    observed: (serving) => ({ release: serving.release, image: serving.image }),
  });
  await recordServing(deps, release, subject);
}

/** The traffic goes to the release, but that was never written down: a kill, or PostgreSQL away. Writes it down. */
export async function completeSwitch(deps: ReleaseDependencies, release: Release): Promise<void> {
  const subject = await readSubject(deps, release);
  const { target } = subject;
  const place = { project: release.project, environment: release.environment };
  await carryOutEffect(deps, release, {
    name: 'switch',
    intended: { to: release.number, from: release.previous?.release ?? null },
    act: () => readBack(target, place, release.number),
    observed: (serving) => ({ release: serving.release, image: serving.image }),
  });
  await recordServing(deps, release, subject);
}

async function recordServing(
  deps: ReleaseDependencies,
  release: Release,
  { project, target, version }: ReleaseSubject,
): Promise<void> {
  const place = { project: release.project, environment: release.environment };
  const endpoint = await target.endpoint(place, version.manifest);
  const detail = `traffic goes to ${release.version}`;
  await deps.database.transaction((tx) => recordSwitched(tx, release.number, { at: deps.now(), detail, endpoint }));
  await startJudging(deps, project, place);
}

async function readBack(target: Target, place: EnvironmentRef, number: number): Promise<ServingObservation> {
  const serving = await target.serving(place);
  if (serving?.release === number) return serving;
  throw new StewardError('wrong_version_staged', {
    release: releaseName(number),
    got: serving ? releaseName(serving.release) : 'nothing',
    expected: releaseName(number),
  });
}
