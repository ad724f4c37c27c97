/** How challengers are made; a section of the project file. Durations are milliseconds. */
export interface RetrainingPolicy {
  /** Who starts one after an alert: people by a button or a command, or Steward itself. */
  readonly start: 'ask' | 'automatic';
  /** The program behind the trainer contract; absent: the reference trainer. Its words are an argument vector, no shell. */
  readonly trainer?: { readonly program: readonly string[] };
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
