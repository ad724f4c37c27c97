import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReleaseDependencies } from '../../activities/release';
import { createChosenRunner } from '../../activities/scoring/create-chosen-runner';
import { createJobRunner } from '../../activities/scoring/kubernetes/create-job-runner';
import { createLocalRunner } from '../../activities/scoring/local/create-local-runner';
import { isCalledOff } from '../../activities/training/is-called-off';
import type { ScoringRunner } from '../../domain/ports/scoring';
import { extractModel } from '../../formats/package/model-files';
import type { SettingsOf } from '../../formats/settings/parse-settings';
import { startModelServer } from '../../serving/local-host/start-model-server';
import { createBuilderExchange } from './create-job-trainers';

interface ScoringParts {
  readonly settings: SettingsOf<'builder'>;
  readonly releases: Pick<ReleaseDependencies, 'database' | 'builder' | 'withWorkDirectory'>;
  /** Of the local model server, as a child. */
  readonly program: Parameters<typeof startModelServer>[0];
}

/** Scores with model servers beside us, and in clusters if the settings say all that this needs. */
export function createScoring({ settings, releases, program }: ScoringParts): ScoringRunner {
  const { withWorkDirectory } = releases;
  const builder = createLocalRunner({
    ...{ extractModel, withWorkDirectory, fetch },
    startModel: (model, signal) => startModelServer(program, model, signal),
  });
  const cluster = createClusterRunner(settings, releases);
  return createChosenRunner({ builder, ...(cluster && { cluster }) });
}

function createClusterRunner(
  settings: SettingsOf<'builder'>,
  { database, builder, withWorkDirectory }: ScoringParts['releases'],
): ScoringRunner | undefined {
  const { STEWARD_EXCHANGE_LISTEN: listen, STEWARD_EXCHANGE_URL: exchangeUrl } = settings;
  const { STEWARD_GATEWAY_IMAGE: carrierImage, STEWARD_REGISTRY: registry, STEWARD_KUBECONFIG: kubeconfig } = settings;
  if (listen === undefined || exchangeUrl === undefined) return undefined;
  if (carrierImage === undefined || registry === undefined) return undefined;
  return createJobRunner({
    ...{ builder, withWorkDirectory, exchangeUrl, carrierImage, randomBytes },
    cluster: kubeconfig === undefined ? {} : { kubeconfig },
    exchange: createBuilderExchange(settings),
    isCalledOff: (retraining) => isCalledOff(database, retraining),
    now: Date.now,
    // Not the activity's own: what a cancelled retraining leaves is removed after it was cancelled.
    pause: (ms) => wait(ms),
  });
}
