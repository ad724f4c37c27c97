/** An input as the finished model knows it. */
export type ModelInput =
  | { readonly name: string; readonly type: 'number' }
  | { readonly name: string; readonly type: 'text'; readonly categories: readonly string[] };

/**
 * Trees made complete: level d holds `trees` × 2^d nodes, tree by tree. The node after node n is 2n, or 2n + 1 when
 * the feature is greater than the threshold. A tree that ended early goes on to the left (threshold +Infinity).
 */
export interface Forest {
  readonly trees: number;
  readonly levels: readonly { readonly features: Int32Array; readonly thresholds: Float32Array }[];
  /** Log-odds, `trees` × 2^levels. */
  readonly leaves: Float32Array;
  /** Log-odds before the first tree; a 32-bit float. */
  readonly base: number;
}

export interface ScoringModel {
  readonly inputs: readonly ModelInput[];
  readonly outcome: { readonly name: string; readonly event: string; readonly other: string };
  readonly forest: Forest;
}
