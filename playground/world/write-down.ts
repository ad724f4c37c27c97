import type { Background } from './draw-truth';
import type { InputName, Inputs, Truth } from './applicant';
import type { Random } from './random';

/** How often each of these is left out for no reason at all. */
const forgotten: readonly (readonly [Exclude<InputName, 'LOAN' | 'VALUE' | 'DEBTINC'>, number])[] = [
  ['MORTDUE', 0.085],
  ['REASON', 0.04],
  ['JOB', 0.045],
  ['YOJ', 0.085],
  ['DEROG', 0.115],
  ['DELINQ', 0.095],
  ['CLAGE', 0.05],
  ['NINQ', 0.085],
  ['CLNO', 0.037],
];

export interface WrittenDown {
  readonly inputs: Inputs;
  /** Kept back by the applicant, who had a reason: worth more to a model than most of what was given. */
  readonly hidden: { readonly debts: boolean; readonly value: boolean };
}

/**
 * What of an applicant gets into the file. Those under strain tend to leave their debts out; with drift more and more
 * applications come in by ways that do not ask for debts at all, and then it means nothing that they are missing.
 */
export function writeDown(random: Random, truth: Truth, { strain }: Background, drift: number): WrittenDown {
  const debts = random.chance(0.17 + 0.07 * Math.max(-1.5, Math.min(2.5, strain)));
  const value = random.chance(0.018);
  const notAsked = random.chance(0.22 * drift);
  const missing = new Set<InputName>(forgotten.filter(([, share]) => random.chance(share)).map(([name]) => name));
  if (value) missing.add('VALUE');
  if (debts || notAsked) missing.add('DEBTINC');
  const inputs = Object.fromEntries(
    Object.entries(truth).map(([name, content]) => [name, missing.has(name as InputName) ? null : content]),
  ) as unknown as Inputs;
  return { inputs, hidden: { debts, value } };
}
