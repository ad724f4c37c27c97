import { beginStep, finishStep, noteStep } from '../../database/advance-release';
import { getRelease } from '../../database/releases';
import { versionDirectory } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { Observation, Target } from '../../domain/ports/target';
import type { Release } from '../../domain/release/release';
import { carryOutEffect } from './carry-out-effect';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { requireImage, stageRequest } from './plan-target';
import { readSubject } from './read-subject';

/** Milliseconds between looks. */
const readiness = { firstPauseMs: 25, longestPauseMs: 1_000 };
/** Milliseconds after which people are told what is waited for; most models are up before. */
const worthTelling = 2_000;

/** Stage: starts the image without traffic and waits until it runs what was meant. */
export async function stageModel(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'stage', deps.now()));
  const image = requireImage(release);
  const published = await deps.builder.published(image.digest, release.project, release.version);
  if (!published) throw new StewardError('subject_changed', { what: 'image', release: releaseName(number) });
  const subject = await readSubject(deps, release);
  const { target } = subject;
  await carryOutEffect(deps, release, {
    name: 'stage',
    intended: { image: image.digest },
    act: async () => {
      await target.stage(stageRequest(release, subject, image, published.reference));
      return awaitReady(deps, target, release);
    },
    observed: (ready) => ({ image: ready.image, versionDirectory: ready.versionDirectory }),
  });
  const detail = 'runs without traffic';
  await deps.database.transaction((tx) => finishStep(tx, number, 'stage', { at: deps.now(), detail }));
}

type Ready = Extract<Observation, { state: 'ready' }>;

async function awaitReady(deps: ReleaseDependencies, target: Target, release: Release): Promise<Ready> {
  let waited = 0;
  let pause = readiness.firstPauseMs;
  let told = '';
  for (;;) {
    const seen = await target.observe({ ...release, release: release.number });
    if (seen.state === 'ready') return requireMeant(release, seen);
    if (seen.state === 'failed')
      throw new StewardError(seen.code, {
        detail: seen.detail,
        release: releaseName(release.number),
        environment: release.environment,
      });
    if (waited >= target.readyWithin)
      throw new StewardError('stage_timed_out', {
        release: releaseName(release.number),
        seconds: target.readyWithin / 1_000,
        detail: seen.state === 'starting' ? seen.detail : 'it is not there',
      });
    if (waited >= worthTelling && seen.state === 'starting' && seen.detail !== told) {
      told = seen.detail;
      await deps.database.transaction((tx) => noteStep(tx, release.number, 'stage', told));
    }
    await deps.pause(pause);
    waited += pause;
    pause = Math.min(pause * 2, readiness.longestPauseMs);
    if ((await getRelease(deps.database, release.number)).cancelRequested)
      throw new StewardError('release_closed', { release: releaseName(release.number), state: 'being cancelled' });
  }
}

function requireMeant(release: Release, seen: Ready): Ready {
  const expected = requireImage(release).digest;
  const directory = versionDirectory(release.packageDigest);
  if (seen.image === expected && seen.versionDirectory === directory) return seen;
  throw new StewardError('wrong_version_staged', {
    release: releaseName(release.number),
    got: `${seen.image} (${seen.versionDirectory})`,
    expected: `${expected} (${directory})`,
  });
}
