import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { ReleaseDependencies } from '../../activities/release';
import { createDatasetStore } from '../../activities/training/dataset-store';
import type { TrainingDependencies } from '../../activities/training';
import type { Logger } from '../../domain/logger';
import { releaseName } from '../../domain/ids';
import type { Store } from '../../domain/ports/store';
import { runOf } from '../../domain/release/release';
import type { Environment, SettingsOf } from '../../formats/settings/parse-settings';
import { trainerIdentity } from '../../trainer/identity';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { createJobTrainers } from './create-job-trainers';
import { createScoring } from './create-scoring';

/** What a trainer and a model server need of our environment; never a secret. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TZ'];

export interface TrainingParts {
  readonly settings: SettingsOf<'builder'>;
  readonly environment: Environment;
  readonly releases: Pick<
    ReleaseDependencies,
    'database' | 'registry' | 'builder' | 'inspect' | 'withWorkDirectory' | 'now'
  >;
  readonly client: Client;
  readonly logger: Logger;
  readonly store: Store;
}

/** What the builder retrains with: trainers and model servers as children of its own. */
export function createTrainingDependencies(parts: TrainingParts): TrainingDependencies {
  const { settings, client, logger, store } = parts;
  const { database, registry, inspect, withWorkDirectory, now } = parts.releases;
  const environment = Object.fromEntries(passedOn.flatMap((name) => entryOf(parts.environment, name)));
  const engine = createReleaseEngine({ client, pause: (ms) => wait(ms) });
  const program = {
    script: require.resolve('../../serving/model-server/main'),
    execArgv: process.execArgv,
    environment,
  };
  const trainer = require.resolve('../../trainer/main');
  return {
    database,
    registry,
    inspect,
    withWorkDirectory,
    now,
    store,
    datasets: createDatasetStore({ directory: path.resolve(settings.STEWARD_DATASETS_DIR) }),
    scoring: createScoring({ settings, releases: parts.releases, program }),
    referenceTrainer: {
      name: `${trainerIdentity.name} ${trainerIdentity.version}`,
      words: [process.execPath, ...process.execArgv, trainer],
    },
    trainerEnvironment: environment,
    jobTrainer: createJobTrainers(settings, database),
    startRelease: async ({ release, superseded }) => {
      try {
        await engine.startRelease(runOf(release), superseded === undefined ? {} : { superseded });
      } catch (error) {
        logger.warn('release not started yet; the sweep will', { release: releaseName(release.number), error });
      }
    },
    stopSignal: () => Context.current().cancellationSignal,
  };
}

function entryOf(environment: Environment, name: string): [string, string][] {
  const value = environment[name];
  return value === undefined ? [] : [[name, value]];
}
