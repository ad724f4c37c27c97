import type { InputSpec } from '../package/contract';
import { categoryShift, numberShift } from '../statistics/psi';
import type { Shift } from './evaluation';

export type InputRow = Readonly<Record<string, number | string | null>>;

/** How far each input of the contract has moved, in the contract's order. What is not sent is missing, a kind of its own. */
export function inputShifts(
  inputs: readonly InputSpec[],
  baseline: readonly InputRow[],
  current: readonly InputRow[],
): Shift[] {
  return inputs.flatMap(({ name, type }) => {
    const shift =
      type === 'text'
        ? categoryShift(textsOf(name, baseline), textsOf(name, current))
        : numberShift(numbersOf(name, baseline), numbersOf(name, current));
    return shift ? [{ input: name, psi: shift.psi, chance: shift.chance }] : [];
  });
}

function textsOf(name: string, rows: readonly InputRow[]): (string | null)[] {
  return rows.map((row) => {
    const value = Object.hasOwn(row, name) ? row[name] : null;
    return value === null || value === undefined ? null : String(value);
  });
}

function numbersOf(name: string, rows: readonly InputRow[]): Float64Array {
  return Float64Array.from(rows, (row) => {
    const value = Object.hasOwn(row, name) ? row[name] : null;
    return typeof value === 'number' ? value : Number.NaN;
  });
}
