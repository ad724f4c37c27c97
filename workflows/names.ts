/** Workflow types by name, so that clients need not load workflow code. */
export const workflowTypes = {
  release: 'release',
  register: 'register',
  reconcile: 'reconcile',
  monitor: 'monitor',
  observe: 'observe',
  announceImport: 'announceImport',
  retrain: 'retrain',
} as const;

export interface ReleaseInput {
  readonly release: number;
  readonly attempt: number;
  readonly superseded?: number;
}

export interface ReconcileInput {
  readonly everyMs: number;
}

export interface ObserveInput {
  /** From the beginning of one look to that of the next. */
  readonly everyMs: number;
}

export interface MonitorInput {
  readonly project: string;
  readonly environment: string;
  /** What a run hands to the next one: see `DueRequest`. */
  readonly after?: number;
  readonly since?: string;
  /** Asked for, and not done yet. */
  readonly asked?: EvaluateRequest;
}

export interface EvaluateRequest {
  readonly cause: 'asked' | 'outcomes';
  /** Directory object id of who asked. */
  readonly by?: string;
}

/** Why a run of a monitor ends without an answer to whoever waits for one. */
export const monitorEndings = { notMonitored: 'not_monitored', nextRun: 'next_run' } as const;

export interface AnnounceImportInput {
  /** The import of outcomes. */
  readonly import: number;
}

export interface RetrainInput {
  readonly retraining: number;
}
