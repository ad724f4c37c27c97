import type { Database } from '../../database/database';
import type { AppliedProject } from '../../database/projects';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { Instant } from '../../domain/release/release';
import type { RetrainingRoom } from '../../domain/retraining/may-retrain';

export interface MonitoringDependencies {
  readonly database: Database;
  readonly now: () => Instant;
  /** Whether a retraining could be opened now. */
  readonly retrainingRoom: (project: string, environment: string, now: Instant) => Promise<RetrainingRoom>;
  /** Told of each evaluation that broke off. */
  readonly report: (line: { project: string; environment: string; release: number; error: unknown }) => void;
}

/** One look at an environment: what it is under, and why it is taken. */
export interface Look {
  readonly project: string;
  readonly environment: string;
  readonly cause: Evaluation['cause'];
  /** Directory object id of who asked. */
  readonly by?: string;
  readonly applied: AppliedProject;
  readonly policy: MonitoringPolicy;
  /** Rows up to this id are looked at. */
  readonly ceiling: number;
}
