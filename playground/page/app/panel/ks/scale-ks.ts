import type { Evaluation } from '../../../wire/overview';

export interface KsScale {
  readonly min: number;
  readonly max: number;
  /** Where the axis is labelled; the threshold among them. */
  readonly ticks: readonly number[];
}

const margin = 0.03;
/** 0.57 + 0.03 is a little more than 0.6 in binary fractions. */
const rounding = 1e-9;
/** Of the whole height: what is nearer to the threshold than this gives its label up for it. */
const labelShare = 0.08;

/** From the smallest to the largest of what is drawn, in whole tenths. KS lies between -1 and 1. */
export function scaleKs(evaluations: readonly Evaluation[], thresholds: readonly number[]): KsScale {
  const drawn = [...evaluations.flatMap(({ ks, low, high }) => [ks, low, high]), ...thresholds].filter(
    (value) => value !== null,
  );
  if (drawn.length === 0) return { min: 0, max: 1, ticks: [0, 0.5, 1] };
  const min = Math.max(-10, Math.floor((Math.min(...drawn) - margin) * 10 + rounding));
  const max = Math.min(10, Math.ceil((Math.max(...drawn) + margin) * 10 - rounding));
  const step = max - min > 5 ? 2 : 1;
  const even = Array.from({ length: max - min + 1 }, (_, index) => min + index).filter((tenth) => tenth % step === 0);
  const clear = (value: number): boolean =>
    thresholds.every((threshold) => Math.abs(value - threshold) > ((max - min) / 10) * labelShare);
  const ticks = even.map((tenth) => tenth / 10).filter(clear);
  return { min: min / 10, max: max / 10, ticks: [...ticks, ...new Set(thresholds)].sort((one, other) => one - other) };
}
