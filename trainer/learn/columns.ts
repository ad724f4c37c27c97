/** One raw input column of the learning rows. */
export type InputColumn =
  /** NaN is missing; the values are 32-bit floats, as they will be when served. */
  | { readonly kind: 'number'; readonly name: string; readonly values: Float32Array }
  /** Code 0 is missing, 1 … k the known categories in order, k + 1 any other text. */
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly codes: Uint8Array;
      readonly categories: readonly string[];
    };

/** A column cut into at most 256 bins; bin 0 holds the missing values. */
export interface BinnedColumn {
  readonly kind: 'number' | 'text';
  readonly bins: Uint8Array;
  /** Bins in use, the missing one included. */
  readonly binCount: number;
  /** For numbers: `cuts[b]` lies between bin b + 1 and bin b + 2: a value belongs to the lower one when it is <= the cut. */
  readonly cuts: Float32Array;
}
