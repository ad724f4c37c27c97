import type { Database } from '../../database/database';
import type { ImageBuilder } from '../../domain/ports/builder';
import type { Target } from '../../domain/ports/target';
import type { TargetSpec } from '../../domain/project';
import type { Instant } from '../../domain/release/release';

export interface ObservationDependencies {
  readonly database: Database;
  readonly target: (spec: TargetSpec) => Pick<Target, 'inspect'>;
  readonly builder: Pick<ImageBuilder, 'lost'>;
  readonly now: () => Instant;
  /** Resolves after so many milliseconds, or as soon as the signal says that nobody waits any more. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told why the images of an environment could not be asked for, or what was found could not be noted. */
  readonly reportImages: (line: { project: string; environment: string; why: string }) => void;
  /** Told of a look that could not be noted. */
  readonly reportLook: (line: { project: string; environment: string; error: unknown }) => void;
}
