import type { AppliedProject } from '../../database/projects';
import type { Database } from '../../database/database';
import type { Version } from '../../database/versions';
import type { PackageManifest } from '../../domain/package/manifest';
import type { ContractOverrides, TargetSpec } from '../../domain/project';
import type { ImageBuilder } from '../../domain/ports/builder';
import type { MonitorEngine } from '../../domain/ports/engine';
import type { Registry } from '../../domain/ports/registry';
import type { Target } from '../../domain/ports/target';
import type { Instant } from '../../domain/release/release';

export interface ReleaseDependencies {
  readonly database: Database;
  readonly registry: Registry;
  readonly builder: ImageBuilder;
  /** The client of what runs images for an environment's target. */
  readonly target: (spec: TargetSpec) => Target;
  /** Reads a package archive into its manifest, executing nothing of it. */
  readonly inspect: (archive: string, workDirectory: string, overrides: ContractOverrides) => Promise<PackageManifest>;
  /** Runs `work` with a fresh directory of its own, which is gone afterwards. */
  readonly withWorkDirectory: <T>(work: (directory: string) => Promise<T>) => Promise<T>;
  readonly now: () => Instant;
  /** Resolves after so many milliseconds, or rejects when the activity is cancelled. */
  readonly pause: (ms: number) => Promise<void>;
  /** Has the monitor of an environment look now, and starts it where it does not run. Throws `engine_away`. */
  readonly wakeMonitor: MonitorEngine['wakeMonitor'];
  /** Told of each monitor that could not be started. */
  readonly reportMonitor: (line: { project: string; environment: string; error: unknown }) => void;
}

export interface ReleaseKey {
  readonly release: number;
}

/** What a step works on, read in one go. */
export interface ReleaseSubject {
  readonly project: AppliedProject;
  readonly version: Version;
  readonly target: Target;
}
