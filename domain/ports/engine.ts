import type { ReasonCode } from '../reasons';
import type { DecisionOutcome } from '../release/decide';

export interface ReleaseRun {
  readonly release: number;
  /** Each retry is a run of its own. */
  readonly attempt: number;
  readonly project: string;
  readonly environment: string;
}

export type DecisionAnswer =
  | { readonly kind: 'judged'; readonly outcome: DecisionOutcome }
  /** No worker answered in time. The click is kept with its time and will be judged when one does: not yes, not no. */
  | { readonly kind: 'recorded' }
  /** The release's workflow is over; PostgreSQL says how it ended. */
  | { readonly kind: 'over' };

/** The durable engine, as everybody else sees it. Throws `engine_away` when it does not answer. */
export interface ReleaseEngine {
  /**
   * Starts the run of an opened release; starting it twice is one run. A run before it, under the same workflow id, gets a
   * moment to write its last lines; one that came after it stays, and nothing is started.
   */
  startRelease(run: ReleaseRun, options?: { readonly superseded?: number }): Promise<void>;
  /** Has a recorded click judged, waiting at most `waitMs` for a worker. */
  decide(run: ReleaseRun, click: number, waitMs: number): Promise<DecisionAnswer>;
  /** Tells a run that its release changed in PostgreSQL. A run that is over needs no telling. */
  wake(run: ReleaseRun): Promise<void>;
  /** Whether this release's run is open. */
  isRunning(run: ReleaseRun): Promise<boolean>;
}

export interface RegistrationRequest {
  readonly project: string;
  /** A file of the inbox (`inbox`) or one that was uploaded (`upload`), by its bare name. */
  readonly source: { readonly kind: 'inbox' | 'upload'; readonly name: string };
  /** Directory object id of the modeller. */
  readonly modeller: string;
  readonly actor:
    { readonly kind: 'person'; readonly objectId: string } | { readonly kind: 'local'; readonly user: string };
}

export type RegistrationAnswer =
  | { readonly ok: true; readonly label: string; readonly outcome: 'new' | 'same-bytes' | 'same-files' }
  | {
      readonly ok: false;
      readonly code: ReasonCode;
      readonly details: Readonly<Record<string, string | number | boolean>>;
    };

export interface RegistrationEngine {
  /**
   * Registers a package, waiting at most `waitMs`; `working` when it takes longer. With `tellIn` a conversation is then
   * told how it ended.
   */
  register(
    request: RegistrationRequest,
    options: { readonly waitMs: number; readonly tellIn?: string },
  ): Promise<RegistrationAnswer | 'working'>;
}

/** What the timer, a person or an import of outcomes asks a monitor to do. */
export interface EvaluationRequest {
  readonly project: string;
  readonly environment: string;
  readonly cause: 'asked' | 'outcomes';
  /** Directory object id of who asked. */
  readonly by?: string;
}

export interface MonitorEngine {
  /** Starts the monitor of an environment unless it runs. */
  ensureMonitor(project: string, environment: string): Promise<void>;
  /** Has it look now, as by its timer: its policy changed. Starts it where it does not run. */
  wakeMonitor(project: string, environment: string): Promise<void>;
  /** Has the environment evaluated now, waiting at most `waitMs`: the number of the newest evaluation, or `working`. */
  evaluate(request: EvaluationRequest, waitMs: number): Promise<{ readonly evaluation: number } | 'working'>;
  /** Tells the channel of an import of outcomes, and wakes the project's monitors. Doing it twice is one. */
  announceImport(id: number): Promise<void>;
}

export interface RetrainingRun {
  readonly retraining: number;
  readonly project: string;
  readonly environment: string;
}

export interface RetrainingEngine {
  /** Starts the run of an opened retraining; starting it twice is one run. */
  startRetraining(run: RetrainingRun): Promise<void>;
  /** Tells a run that its retraining changed in PostgreSQL. A run that is over needs no telling. */
  wakeRetraining(run: RetrainingRun): Promise<void>;
  isRetraining(run: RetrainingRun): Promise<boolean>;
}
