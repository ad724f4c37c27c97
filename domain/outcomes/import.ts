import type { Actor } from '../actor';
import type { Instant } from '../release/release';

/** One outcome as somebody delivers it. */
export interface GivenOutcome {
  readonly reference: string;
  /** As written; what counts as the event is the contract's to say. */
  readonly value: string;
  /** When it became known. */
  readonly observedAt: Instant;
}

/** What became of delivered outcomes, by count. Their sum is `rows`. */
export interface ImportSummary {
  readonly rows: number;
  /** The first outcome of a reference that has a scored row. */
  readonly accepted: number;
  /** Of those, the events. */
  readonly events: number;
  /** Kept for a reference that has no scored row (yet). */
  readonly unmatched: number;
  /** The same outcome as is known. */
  readonly repeated: number;
  /** Another outcome than is known, delivered as a correction: kept as the next revision. */
  readonly corrected: number;
  /** Another outcome than is known, not delivered as a correction: not kept. */
  readonly contradicting: number;
  /** Observed before the row was scored: not kept. */
  readonly early: number;
  /** Observed later than now: not kept. */
  readonly future: number;
  /** Rows without an outcome: not known yet, nothing to keep. Absent: none. */
  readonly empty?: number;
  /** When the rows of accepted and corrected outcomes were scored: the first and the last. Absent: there are none. */
  readonly scored?: { readonly from: Instant; readonly to: Instant };
  /** The first few references of each kind that was not kept, for whoever has to look. */
  readonly examples: Readonly<Partial<Record<'contradicting' | 'early' | 'future' | 'unmatched', readonly string[]>>>;
}

export interface OutcomeImport {
  readonly id: number;
  readonly project: string;
  /** A file's name or `HTTP`. */
  readonly source: string;
  readonly importedBy: Actor;
  readonly importedAt: Instant;
  readonly summary: ImportSummary;
}
