import type { ReasonCode } from './reasons';

/** What `steward check` found of one thing that Steward needs. */
export interface Checked {
  readonly what: string;
  readonly state: 'ok' | 'failed' | 'left out';
  /** What was found, what is wrong, or why it was left out; a sentence or its beginning. */
  readonly found: string;
  /** What to do when it failed. */
  readonly cure?: string;
  readonly reason?: ReasonCode;
  /** The way that was taken: direct, by which proxy, trusting whom. */
  readonly route: string;
}
