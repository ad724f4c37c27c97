import type { Job, Truth } from './applicant';
import type { WrittenDown } from './write-down';

const byJob: Readonly<Record<Job, number>> = {
  Other: 0.2,
  ProfExe: -0.3,
  Office: -0.7,
  Mgr: 0.3,
  Self: 0.8,
  Sales: 1.3,
};

/** 0 well below the middle, 1 well above it; `width` is how long the way between takes. */
function step(value: number, middle: number, width: number): number {
  return 1 / (1 + Math.exp((middle - value) / width));
}

/** What made loans go bad when the first model was trained. Log-odds. */
function riskOfOld(truth: Truth, hidden: WrittenDown['hidden']): number {
  const { DEBTINC, DELINQ, DEROG, NINQ, CLAGE, YOJ, JOB } = truth;
  return (
    (hidden.debts ? 3.4 : 4.5 * step(DEBTINC, 42.5, 0.9)) +
    (hidden.value ? 4 : 0) +
    1.15 * Math.min(DELINQ, 4) +
    1.1 * Math.min(DEROG, 3) +
    0.22 * Math.min(NINQ, 6) +
    1.5 * step(-CLAGE, -95, 8) -
    1.1 * step(CLAGE, 235, 10) +
    byJob[JOB] +
    (YOJ < 2.5 && CLAGE < 190 ? 0.9 : 0)
  );
}

/** What makes them go bad as the world drifts: dear loans on houses that lose their worth, and many small credits. */
function riskOfNew({ LOAN, MORTDUE, VALUE, CLNO, REASON, YOJ }: Truth): number {
  const borrowed = (LOAN + MORTDUE) / VALUE;
  return (
    4 * step(borrowed, 1.02, 0.03) +
    3.2 * step(CLNO, 31, 1.2) +
    2.2 * step(LOAN, 30_000, 1_500) * (REASON === 'DebtCon' ? 1 : 0.3) -
    1.3 * step(YOJ, 11, 1)
  );
}

/** How much of the old remains when the drift is 1, and how much of the new is there when it is 0. */
const oldThatRemains = 0.6;
const newFromTheStart = 0.25;

/** The probability that the loan goes bad, in a world with this drift. */
export function riskOf(truth: Truth, hidden: WrittenDown['hidden'], drift: number): number {
  const old = 1 - (1 - oldThatRemains) * drift;
  const young = newFromTheStart + (1 - newFromTheStart) * drift;
  const logOdds = -5 - 0.6 * drift + 1.1 * (old * riskOfOld(truth, hidden) + young * riskOfNew(truth));
  return 1 / (1 + Math.exp(-logOdds));
}
