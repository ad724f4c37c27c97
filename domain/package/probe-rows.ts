import type { ScoreRow } from '../ports/target';
import type { Contract, InputSpec } from './contract';

/** Round amounts of several sizes: a model that answers all of them with a probability is at least alive and well-formed. */
const amounts = [0, 1, 10, 100, 1_000, 25_000] as const;

/**
 * Made-up rows for a package without golden rows: every input is given, so that a model without defaults answers too.
 * They say nothing about the scores' correctness.
 */
export function makeProbeRows(contract: Contract): readonly ScoreRow[] {
  return amounts.map((amount, row) => ({
    inputs: Object.fromEntries(contract.inputs.map((input) => [input.name, probeValue(input, amount, row)])),
  }));
}

function probeValue(input: InputSpec, amount: number, row: number): number | string {
  if (input.type !== 'text') return amount;
  const categories = input.categories ?? [];
  return categories[row % Math.max(1, categories.length)] ?? 'unknown';
}
