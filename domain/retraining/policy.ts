/** A trainer that is the team's own image and runs as a Job of a namespace in a cluster. */
export interface JobTrainerSpec {
  /** By digest. */
  readonly image: string;
  /** Takes the place of the image's own entry point. */
  readonly command?: readonly string[];
  readonly namespace: string;
  /** Of the kubeconfig; absent: its current one, or the cluster that Steward runs in. */
  readonly context?: string;
  /** Of the trainer's container, as Kubernetes writes quantities (`500m`, `1Gi`). */
  readonly resources: { readonly cpu: string; readonly memory: string };
  /** Secret that the image is pulled with. */
  readonly pullSecret?: string;
}

/** How challengers are made; a section of the project file. Durations are milliseconds. */
export interface RetrainingPolicy {
  /** Who starts one after an alert: people by a button or a command, or Steward itself. */
  readonly start: 'ask' | 'automatic';
  /**
   * What is behind the trainer contract: a program beside the builder, whose words are an argument vector and no shell
   * reads, or an image in a cluster. Absent: the reference trainer.
   */
  readonly trainer?: { readonly program: readonly string[] } | JobTrainerSpec;
  /** Handed to the trainer as they are. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly seed: number;
  /** The trainer is ended after so long. */
  readonly deadlineMs: number;
  /** Newest closed windows whose rows are learnt from, the gate's own never among them. */
  readonly windows: number;
  /** KS by which a candidate must be better on the same rows. */
  readonly margin: number;
  /** From the end of one attempt to the next, over all versions of the environment. */
  readonly coolDownMs: number;
  /** At most so many attempts in so long, over all versions of the environment. */
  readonly budget: { readonly attempts: number; readonly withinMs: number };
}
