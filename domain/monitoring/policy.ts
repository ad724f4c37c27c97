/** How a project's models are judged; a section of the project file. Durations are milliseconds. */
export interface MonitoringPolicy {
  /** Environments whose rows are judged. */
  readonly environments: readonly string[];
  /** From one look to the next. */
  readonly everyMs: number;
  /** A closed set of so many rows, or of the rows of a stretch of time (multiples since 1970, UTC). */
  readonly window: { readonly kind: 'rows'; readonly rows: number } | { readonly kind: 'time'; readonly ms: number };
  /** Age at which the outcome of a row is known, counted from its scoring. */
  readonly maturityMs: number;
  /** How long after maturity outcomes are waited for before the window is closed without enough of them. */
  readonly patienceMs: number;
  /** Share of a window's rows whose outcome must be known, 0 … 1. */
  readonly coverage: number;
  /** KS below it is a breach; equality is none. */
  readonly threshold: number;
  /** Below threshold + margin is a warning; only at or above it breaches are forgotten. */
  readonly margin: number;
  /** Events, and non-events, that it takes for a judgement. */
  readonly minimumEvents: number;
  /** Breaches in a row that raise the alert. */
  readonly consecutive: number;
}
