import type { Applicant } from './applicant';
import { drawBackground, drawTruth } from './draw-truth';
import { createRandom } from './random';
import { riskOf } from './risk';
import { writeDown } from './write-down';

interface WorldWish {
  /** 0 … 2^32 - 1: which world. */
  readonly seed: number;
  readonly rows: number;
  /** How far the world has moved on since the first model was trained: 0 not at all, 1 very far. */
  readonly drift?: number;
  /** The number of the first applicant; the others follow. 0 … 2^32 - 1. */
  readonly firstReference?: number;
}

/**
 * Made-up applicants for home-equity loans. Each is drawn from the seed and their own number alone, so a later call goes
 * on where an earlier one ended, and nobody applies twice. Rates, amounts and risks are invented; no person and no data
 * set stands behind them.
 */
export function generateApplicants({ seed, rows, drift = 0, firstReference = 0 }: WorldWish): readonly Applicant[] {
  if (!(drift >= 0 && drift <= 1)) throw new RangeError(`drift must be between 0 and 1, not ${drift}`);
  return Array.from({ length: rows }, (_, row) => generateApplicant(seed, firstReference + row, drift));
}

function generateApplicant(seed: number, number: number, drift: number): Applicant {
  const random = createRandom(seed, number);
  const background = drawBackground(random);
  const truth = drawTruth(random, background, drift);
  const { inputs, hidden } = writeDown(random, truth, background, drift);
  const BAD = random.chance(riskOf(truth, hidden, drift)) ? 1 : 0;
  return { reference: `a-${String(number).padStart(8, '0')}`, inputs, BAD };
}
