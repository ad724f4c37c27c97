/** One ending or refusal: a sentence for people and what to do about it. `{name}` places are filled from details. */
export interface Reason {
  readonly sentence: string;
  readonly cure: string;
  /** True when doing the same again later can succeed without anybody changing anything. */
  readonly retryable: boolean;
}
