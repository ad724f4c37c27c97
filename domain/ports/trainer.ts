import type { Digest } from '../digest';
import type { Contract, InputSpec } from '../package/contract';

/**
 * The trainer contract. A trainer is a program or an image of its own. It gets `STEWARD_DATASET` (path of a CSV file
 * with a header line), `STEWARD_SPEC` (a TrainingSpec as JSON) and `STEWARD_OUTPUT` (a directory that exists). It
 * writes `package.zip` and `metrics.json` (a MetricsFile) there, says its progress as JSON lines on standard output,
 * and ends with one of `trainerExits`.
 */
export const trainerVariables = {
  dataset: 'STEWARD_DATASET',
  spec: 'STEWARD_SPEC',
  output: 'STEWARD_OUTPUT',
} as const;

export const trainerFiles = { package: 'package.zip', metrics: 'metrics.json' } as const;

/** `unfit`: the data cannot train a model; the last line on standard output says why. */
export const trainerExits = { done: 0, failed: 1, unfit: 2 } as const;

export interface TrainingSpec {
  readonly contract: {
    /**
     * Absent: found out from the columns of the file, all but outcome, time and reference. `categories` of a text fix
     * the values that the model will know; leave them out to let the data say them.
     */
    readonly inputs?: readonly InputSpec[];
    readonly outcome: Contract['outcome'];
  };
  /** 0 … 2^32 - 1; the same data, specification and seed give the same package, byte for byte. */
  readonly seed: number;
  readonly split?: {
    /** Rows kept from training to stop it in time, 0.05 … 0.5; default 0.2. */
    readonly share?: number;
    /** Dates (ISO 8601) or numbers: the newest rows are kept. Absent: rows are kept by hash. */
    readonly timeColumn?: string;
    /** Rows with the same value (a customer, a request) stay on the same side. Absent: rows with the same inputs do. */
    readonly referenceColumn?: string;
  };
  /** Names and ranges are the trainer's own; what is left out has the trainer's default. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** The model's name in the package. */
  readonly name?: string;
}

/** One line on standard output while it works. */
export interface TrainingProgress {
  /** 0 … 1, never falling. */
  readonly progress: number;
  readonly round?: number;
  readonly validation?: { readonly ks?: number; readonly logLoss: number };
}

/** The last line on standard output. */
export type TrainingEnd =
  | { readonly result: 'done'; readonly rounds: number; readonly package: string; readonly metrics: string }
  /** `why` is a whole sentence with its cure. */
  | { readonly result: 'failed' | 'unfit'; readonly code: string; readonly why: string };

/** One training of a retraining, as any kind of trainer is given it. */
export interface TrainingOrder {
  readonly project: string;
  readonly environment: string;
  readonly retraining: number;
  readonly dataset: Digest;
  readonly spec: TrainingSpec;
  /** A folder that is not there yet: what the trainer leaves comes there. */
  readonly output: string;
  /** A scratch folder that goes when the order is done. */
  readonly scratch: string;
  readonly deadlineMs: number;
  /** Aborted when it is to stop. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Takes what came to `output`, for good. */
  readonly keep: () => Promise<void>;
  /** Where the words of one that comes to no result are kept: they may be rows of applicants. */
  readonly log: TrainerLog;
}

export interface TrainerLog {
  /** As people look for it. */
  readonly name: string;
  readonly keep: (content: Buffer) => Promise<void>;
}

/**
 * Runs to the trainer's end and has its result kept; only then goes what a repeat could take it from once more. Throws `trainer_not_started`, `trainer_unfit`, `trainer_ended`, `training_timed_out` and what
 * the place where it runs adds, what keeping throws, or the signal's reason. None of its own holds a word of the trainer's,
 * which are in the log.
 */
export type Trainer = (order: TrainingOrder) => Promise<void>;
