import type { Database } from '../../database/database';
import type { Opened } from '../../database/open-release';
import type { PackageManifest } from '../../domain/package/manifest';
import type { DatasetStore } from '../../domain/ports/datasets';
import type { Registry } from '../../domain/ports/registry';
import type { ScoringRunner } from '../../domain/ports/scoring';
import type { Trainer } from '../../domain/ports/trainer';
import type { Store } from '../../domain/ports/store';
import type { ContractOverrides } from '../../domain/project';
import type { Instant } from '../../domain/release/release';
import type { JobTrainerSpec } from '../../domain/retraining/policy';

/** A program behind the trainer contract. */
export interface TrainerProgram {
  /** For model cards, and so that another trainer on the same data is another attempt. */
  readonly name: string;
  /** Program and arguments; no shell reads them. */
  readonly words: readonly string[];
}

export interface TrainingDependencies {
  readonly database: Database;
  readonly registry: Registry;
  /** Keeps candidates, also those that are never registered: evidence. */
  readonly store: Store;
  readonly datasets: DatasetStore;
  readonly scoring: ScoringRunner;
  readonly inspect: (archive: string, workDirectory: string, overrides: ContractOverrides) => Promise<PackageManifest>;
  /** Runs `work` with a fresh directory of its own, which is gone afterwards. */
  readonly withWorkDirectory: <T>(work: (directory: string) => Promise<T>) => Promise<T>;
  readonly referenceTrainer: TrainerProgram;
  /** All that a trainer gets of the builder's environment besides the contract's variables. */
  readonly trainerEnvironment: Readonly<Record<string, string>>;
  /** One that is an image and runs in a cluster. Throws `setting_missing_for_trainer`. */
  readonly jobTrainer: (spec: JobTrainerSpec) => Trainer;
  /** Hands an opened release to the engine. */
  readonly startRelease: (opened: Extract<Opened, { outcome: 'opened' }>) => Promise<void>;
  /** Aborted when the running activity is to stop. */
  readonly stopSignal: () => AbortSignal;
  readonly now: () => Instant;
}

export interface RetrainingKey {
  readonly retraining: number;
}
