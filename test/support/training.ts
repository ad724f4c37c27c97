import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { sweepRetrainings } from '../../activities/reconcile/sweep-retrainings';
import type { ReleaseDependencies } from '../../activities/release';
import { createLocalRunner } from '../../activities/scoring/local/create-local-runner';
import { createLayoutStore } from '../../activities/store/layout/create-layout-store';
import {
  createRetrainingDeskActivities,
  createTrainingActivities,
  type TrainingDependencies,
} from '../../activities/training';
import { createDatasetStore } from '../../activities/training/dataset-store';
import { createRetrainingDesk } from '../../bot/commands/create-retraining-desk';
import type { Database } from '../../database/database';
import { StewardError } from '../../domain/errors';
import type { Logger } from '../../domain/logger';
import type { RetrainingDesk } from '../../domain/ports/retraining-desk';
import type { ScoringOrder, ScoringRunner } from '../../domain/ports/scoring';
import type { ScoreRow } from '../../domain/ports/target';
import { runOf } from '../../domain/release/release';
import { extractModel } from '../../formats/package/model-files';
import { startModelServer } from '../../serving/local-host/start-model-server';
import { createReleaseEngine } from '../../workflows/client/create-engine';
import { createRetrainingEngine } from '../../workflows/client/create-retraining-engine';
import { repositoryRoot } from './run-state';

export const childEnvironment = { PATH: process.env['PATH'] ?? '' };
const fromSources = ['--import', require.resolve('tsx')];

/** The reference trainer as a program, from the sources. */
export const referenceTrainer = {
  name: 'the reference trainer',
  words: [process.execPath, ...fromSources, path.join(repositoryRoot, 'trainer/main.ts')],
};

/** Scores with real model servers, from the sources. */
export function createTestRunner(withWorkDirectory: ReleaseDependencies['withWorkDirectory']): ScoringRunner {
  const script = path.join(repositoryRoot, 'serving/model-server/main.ts');
  const program = { script, execArgv: fromSources, environment: childEnvironment };
  return createLocalRunner({
    extractModel,
    startModel: (model, signal) => startModelServer(program, model, signal),
    withWorkDirectory,
    fetch,
  });
}

/** Scores rows as a retraining's candidate beside the builder. */
export function scoreRows(
  runner: ScoringRunner,
  { archive, manifest }: Pick<ScoringOrder, 'archive' | 'manifest'>,
  rows: readonly ScoreRow[],
): Promise<Float64Array> {
  return runner.score({
    ...{ project: 'hmeq', environment: 'production', retraining: 1, model: 'candidate', archive, manifest },
    ...{ target: { kind: 'local' }, bases: [], count: rows.length },
    rows: () => rows,
    signal: new AbortController().signal,
  });
}

export interface TestTraining {
  readonly desk: RetrainingDesk;
  readonly engine: ReturnType<typeof createRetrainingEngine>;
  readonly activities: object;
  readonly sweep: () => Promise<void>;
}

/** Retraining on real parts: trainer and model servers as child processes, datasets and packages on disk. */
export function createTestTraining(parts: {
  readonly folder: string;
  readonly client: Client;
  readonly database: Database;
  readonly releases: ReleaseDependencies;
  readonly logger: Logger;
  readonly adjust?: (deps: TrainingDependencies) => TrainingDependencies;
}): TestTraining {
  const { folder, client, database, releases, logger } = parts;
  const pause = (ms: number): Promise<void> => wait(ms);
  const engine = createRetrainingEngine({ client, pause });
  const deps: TrainingDependencies = {
    ...releases,
    store: createLayoutStore({ directory: path.join(folder, 'store') }),
    datasets: createDatasetStore({ directory: path.join(folder, 'datasets') }),
    scoring: createTestRunner(releases.withWorkDirectory),
    referenceTrainer,
    trainerEnvironment: childEnvironment,
    jobTrainer: () => {
      throw new StewardError('setting_missing_for_trainer', { setting: 'STEWARD_EXCHANGE_LISTEN' });
    },
    startRelease: ({ release }) => createReleaseEngine({ client, pause }).startRelease(runOf(release)),
    stopSignal: () => Context.current().cancellationSignal,
  };
  const light = createRetrainingDeskActivities({ database, now: releases.now, retrainings: engine });
  return {
    desk: createRetrainingDesk({ database, engine, logger }),
    engine,
    activities: { ...createTrainingActivities(parts.adjust?.(deps) ?? deps), ...light },
    sweep: () =>
      sweepRetrainings({
        database,
        engine,
        now: () => new Date(Date.now() + 60_000).toISOString(),
        settle: light.settleRetraining,
        show: () => Promise.resolve(),
        report: ({ what }) => logger.warn(what),
      }),
  };
}
