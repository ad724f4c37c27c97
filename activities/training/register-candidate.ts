import { beginRetrainingStep, endRetraining } from '../../database/advance-retraining';
import { changeRetraining } from '../../database/change-retraining';
import type { Tx } from '../../database/database';
import { type Opened, openReleaseIfFree } from '../../database/open-release';
import { drawReleaseNumber } from '../../database/releases';
import { lockRetraining } from '../../database/retrainings';
import { findServing } from '../../database/servings';
import { getVersion, type Version } from '../../database/versions';
import { actorText } from '../../domain/actor';
import { releaseName, retrainingName } from '../../domain/ids';
import type { Ending } from '../../domain/release/release';
import { makeModelCard } from '../../domain/retraining/model-card';
import type { Retraining } from '../../domain/retraining/retraining';
import type { RetrainingKey, TrainingDependencies } from './dependencies';
import { openCandidate } from './open-candidate';
import { readTrainingSubject } from './read-subject';

/**
 * Registers the better candidate with its model card, makes it the challenger, and asks for its release in the name of the
 * system. None is asked for when another release is open there, which stays, or when what serves is no longer the version
 * that the candidate was compared with. Every part may be done again: the same
 * package is one version, a pointer that stands is left, and the release is opened in the transaction that ends this.
 */
export async function registerCandidate(
  deps: TrainingDependencies,
  { retraining: number }: RetrainingKey,
): Promise<void> {
  const { retraining, done } = await deps.database.transaction((tx) =>
    beginRetrainingStep(tx, number, 'registering', deps.now()),
  );
  if (done) return;
  const label = await register(deps, retraining);
  await makeChallenger(deps, retraining, label);
  const version = await getVersion(deps.database, retraining.project, label);
  const release = await drawReleaseNumber(deps.database);
  const opened = await deps.database.transaction((tx) => requestRelease(deps, tx, number, version, release));
  if (opened) await deps.startRelease(opened);
}

async function register(deps: TrainingDependencies, retraining: Retraining): Promise<string> {
  const { file, trainer } = await readTrainingSubject(deps, retraining);
  const { number, project, requester, dataset: data, comparison } = retraining;
  if (!data || !comparison) throw new RangeError('nothing was compared');
  const name = `${retrainingName(number)}.zip`;
  return deps.withWorkDirectory(async (directory) => {
    const { archive, manifest } = await openCandidate(deps, retraining, file, directory);
    const who = { modeller: actorText(requester), actor: { kind: 'system' } as const, at: deps.now() };
    const { label } = await deps.registry.register(project, { path: archive, name, manifest }, who);
    const card = makeModelCard({
      retraining,
      manifest,
      trainer: retraining.candidate?.metrics
        ? `${retraining.candidate.metrics.trainer.name} ${retraining.candidate.metrics.trainer.version}`
        : trainer.name,
      data,
      comparison,
      ...(file.description === undefined ? {} : { description: file.description }),
    });
    await deps.database.transaction(async (tx) => {
      await lockRetraining(tx, number);
      await changeRetraining(tx, number, { version: label, model_card: card });
    });
    return label;
  });
}

/** If somebody moves the pointer at the same moment, the activity looks again. */
async function makeChallenger(deps: TrainingDependencies, retraining: Retraining, label: string): Promise<void> {
  const { project, number } = retraining;
  await deps.registry.setPointer({
    project,
    name: 'challenger',
    label,
    expectedPrevious: await deps.registry.getPointer(project, 'challenger'),
    actor: { kind: 'system' },
    at: deps.now(),
    why: `${retrainingName(number)} found it better than ${retraining.comparison?.champion.version ?? 'what serves'}`,
  });
}

/** Asks for the release and ends the retraining, in one. */
async function requestRelease(
  deps: TrainingDependencies,
  tx: Tx,
  number: number,
  version: Version,
  release: number,
): Promise<Extract<Opened, { outcome: 'opened' }> | undefined> {
  const retraining = await lockRetraining(tx, number);
  if (retraining.state !== 'registering') return undefined;
  const { environment } = retraining;
  const said = { version: version.label, environment };
  const end = (ending: Ending, asked?: number) =>
    endRetraining(tx, number, {
      state: 'registered',
      ending,
      at: deps.now(),
      ...(asked === undefined ? {} : { change: { release: asked } }),
    });
  const without = (why: string) => end({ code: 'retraining_registered_only', details: { ...said, why } });
  const serving = await findServing(tx, retraining.project, environment);
  if (serving?.packageDigest === version.manifest.packageDigest) {
    await without(`${version.label} serves there already`);
    return undefined;
  }
  const compared = retraining.comparison?.champion.version;
  if (serving?.version !== compared) {
    const serves = serving ? `${serving.version} serves there by now` : 'nothing serves there by now';
    await without(`${serves}, and it was found better than ${compared ?? 'another'}: retrain to compare it anew`);
    return undefined;
  }
  const opened = await openReleaseIfFree(tx, releaseOf(retraining, version, release, deps.now()));
  if (opened.outcome === 'busy') {
    await without(`${releaseName(opened.release.number)} is open there`);
    return undefined;
  }
  const asked = opened.release.number;
  await end({ code: 'retraining_registered', details: { ...said, release: releaseName(asked) } }, asked);
  return opened.outcome === 'opened' ? opened : undefined;
}

function releaseOf(retraining: Retraining, version: Version, release: number, at: string) {
  const { number, project, environment, comparison } = retraining;
  const difference = comparison?.difference?.toFixed(3);
  return {
    number: release,
    project,
    environment,
    kind: 'deploy',
    version: version.label,
    packageDigest: version.manifest.packageDigest,
    modeller: version.modeller,
    requester: { kind: 'system' },
    reason: `${retrainingName(number)}: KS better by ${difference ?? '?'} than ${comparison?.champion.version ?? 'what serves'} on the same rows`,
    requestedAt: at,
  } as const;
}
