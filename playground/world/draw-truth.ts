import type { Job, Truth } from './applicant';
import type { Random } from './random';

/** What lies behind an applicant and is in no file. Mean 0, standard deviation 1. */
export interface Background {
  readonly wealth: number;
  /** How hard it is to make ends meet: it shows in arrears, inquiries and debts all at once. */
  readonly strain: number;
}

const jobs: readonly (readonly [Job, number])[] = [
  ['Other', 42],
  ['ProfExe', 22],
  ['Office', 16],
  ['Mgr', 14],
  ['Self', 4],
  ['Sales', 2],
];

/** How much more, or less, than others' the house of somebody with this job is worth, as a logarithm. */
const worthByJob: Readonly<Record<Job, number>> = {
  Other: -0.12,
  ProfExe: 0.22,
  Office: -0.06,
  Mgr: 0.06,
  Self: 0.3,
  Sales: 0.02,
};

function within(low: number, high: number, value: number): number {
  return Math.min(high, Math.max(low, value));
}

/** `places` digits after the point. */
function round(value: number, places = 0): number {
  const unit = 10 ** places;
  return Math.round(value * unit) / unit;
}

export function drawBackground(random: Random): Background {
  return { wealth: random.normal(), strain: random.normal() };
}

/** An applicant of a world with this drift: as it grows, people owe and borrow more than they used to. */
export function drawTruth(random: Random, { wealth, strain }: Background, drift: number): Truth {
  const job = random.pick(jobs);
  const value = within(9_000, 820_000, Math.exp(11.35 + 0.42 * wealth + worthByJob[job] + 0.18 * random.normal()));
  const owed = within(0.04, 1.15, 0.7 + 0.16 * random.normal() + 0.04 * strain + 0.05 * drift);
  const loan = Math.exp(9.68 + 0.24 * wealth + 0.5 * random.normal() + 0.1 * drift);
  return {
    LOAN: within(1_100, 90_000, round(loan / 100) * 100),
    MORTDUE: round(value * owed),
    VALUE: round(value),
    REASON: random.pick([
      ['DebtCon', 68 + 8 * within(-1, 1, strain)],
      ['HomeImp', 32 - 8 * within(-1, 1, strain)],
    ]),
    JOB: job,
    YOJ: within(0, 42, round(-9 * Math.log(1 - random.next()), 1)),
    DEROG: random.count(Math.exp(-2.1 + 0.95 * strain)),
    DELINQ: random.count(Math.exp(-1.5 + 0.95 * strain)),
    CLAGE: within(0, 900, round(178 + 78 * random.normal() + 16 * wealth - 14 * strain, 2)),
    NINQ: random.count(Math.exp(-0.1 + 0.5 * strain + 0.2 * drift)),
    CLNO: within(0, 72, round(21 + 9 * random.normal() + 3 * wealth + 2 * drift)),
    DEBTINC: within(0.5, 180, round(33 + 4 * strain + 6.5 * random.normal() - 1.5 * wealth + drift, 2)),
  };
}
