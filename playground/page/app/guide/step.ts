/** What the guide says at one moment of the loop, in the welcome, in its bar and in the world outside alike. */
export interface Step {
  /** What happened and what comes next; commands that one may type stand between backticks. */
  readonly words: string;
  /** The first one is the one to press. */
  readonly buttons: readonly StepButton[];
  /** A release waits for people. */
  readonly waits?: true;
  /** What comes next in the world outside. */
  readonly deed?: 'applications' | 'outcomes' | 'drift';
}

export type StepButton =
  | { readonly does: 'release'; readonly model: 'first' | 'second' }
  /** By name. */
  | { readonly does: 'become'; readonly person: string }
  /** Of a release, an alert or a retraining: `r3`, `a1`, `t2`. */
  | { readonly does: 'card'; readonly of: string }
  | { readonly does: 'world' };

/** Who the visitor is, and who else there is, by name. */
export interface Cast {
  readonly me: string;
  /** Who makes models: the guide lets them ask, so that both leaders may decide. */
  readonly modeller: string;
}
