import type { InputSpec } from '../package/contract';
import { categoryShift, numberShift } from '../statistics/psi';
import type { Shift } from './evaluation';

export interface SampledRow {
  readonly score: number;
  readonly inputs: Readonly<Record<string, number | string | null>>;
}

/**
 * How far the score has moved, and then each input of the contract, in the contract's order. What is not sent is missing, a
 * kind of its own.
 */
export function findShifts(
  inputs: readonly InputSpec[],
  baseline: readonly SampledRow[],
  current: readonly SampledRow[],
): Shift[] {
  const score = numberShift(scoresOf(baseline), scoresOf(current));
  const ofInputs = inputs.flatMap(({ name, type }) => {
    const shift =
      type === 'text'
        ? categoryShift(textsOf(name, baseline), textsOf(name, current))
        : numberShift(numbersOf(name, baseline), numbersOf(name, current));
    return shift ? [{ input: name, psi: shift.psi, chance: shift.chance }] : [];
  });
  return [...(score ? [{ psi: score.psi, chance: score.chance }] : []), ...ofInputs];
}

function scoresOf(rows: readonly SampledRow[]): Float64Array {
  return Float64Array.from(rows, ({ score }) => score);
}

function textsOf(name: string, rows: readonly SampledRow[]): (string | null)[] {
  return rows.map(({ inputs }) => {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : null;
    return value === null || value === undefined ? null : String(value);
  });
}

function numbersOf(name: string, rows: readonly SampledRow[]): Float64Array {
  return Float64Array.from(rows, ({ inputs }) => {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : null;
    return typeof value === 'number' ? value : Number.NaN;
  });
}
