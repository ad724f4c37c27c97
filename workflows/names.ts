/** Workflow types by name, so that clients need not load workflow code. */
export const workflowTypes = {
  release: 'release',
  register: 'register',
  reconcile: 'reconcile',
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

export interface RetrainInput {
  readonly retraining: number;
}
