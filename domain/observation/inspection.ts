import type { Instant } from '../release/release';

/** What can differ from what Steward applied. `gone`: what the release runs as is not there. */
export type DifferenceKind = 'traffic' | 'image' | 'gone' | 'scale' | 'other';

/** Something that is not as Steward applied it. */
export interface Difference {
  readonly about: DifferenceKind;
  /** A whole sentence, for people, that names the thing as its target does. */
  readonly what: string;
  /** Who wrote it last, where the target keeps that: a program's name, not a person's. */
  readonly by?: { readonly name: string; readonly at?: Instant };
}

/** What one scoring gateway counted since it started: requests that it answered, and those among them that failed (≥ 500). */
export interface GatewayCount {
  /** The same for the same gateway at the next look. */
  readonly name: string;
  readonly answers: number;
  readonly errors: number;
}

/** What can be seen of an environment's traffic at one moment. */
export interface Inspection {
  /** Of the model's image, as it is declared now: its digest, or what stands there where that names none; absent: gone. */
  readonly image?: string;
  /** The release that has the traffic; absent: nobody, or somebody who is none of ours. */
  readonly traffic?: number;
  /** How many of the release can answer, and how many Steward asked for. */
  readonly ready: number;
  readonly wanted: number;
  /** What keeps the others from it, as a part of a sentence; absent where that cannot be told. */
  readonly trouble?: string;
  /** Of model servers and gateways, as far as the target remembers. */
  readonly restarts: number;
  /** Those that could be asked. */
  readonly gateways: readonly GatewayCount[];
  readonly differences: readonly Difference[];
}
