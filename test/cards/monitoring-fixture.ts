import type { AlertView } from '../../cards/alert-card';
import type { JudgementAlert } from '../../domain/monitoring/alert';
import type { Evaluation, EvaluationResult, EvaluationState, Window } from '../../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { Ending } from '../../domain/release/release';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import { ana, digest, people, servingV3 } from './release-fixture';

const day = 86_400_000;

export const monitoring: MonitoringPolicy = {
  environments: ['production'],
  everyMs: day,
  window: { kind: 'rows', rows: 1_490 },
  maturityMs: 90 * day,
  patienceMs: 30 * day,
  coverage: 0.8,
  threshold: 0.45,
  margin: 0.02,
  minimumEvents: 100,
  consecutive: 2,
};

export const retrainingPolicy: RetrainingPolicy = {
  start: 'ask',
  parameters: {},
  seed: 7,
  deadlineMs: 3_600_000,
  windows: 3,
  margin: 0.02,
  coolDownMs: 7 * day,
  budget: { attempts: 2, withinMs: 30 * day },
};

export const result: EvaluationResult = {
  rows: 1_490,
  judged: 1_463,
  events: 297,
  nonEvents: 1_166,
  unknown: 27,
  coverage: 0.98188,
  early: 0,
  invalid: 0,
  lost: 0,
  elsewhere: 0,
  taken: 0,
  late: 0,
  ks: 0.410213,
  direction: 'higher',
  at: 0.1834,
  auc: 0.77412,
  interval: { low: 0.38104, high: 0.43927 },
  topTie: 0.0132,
  baseline: 1,
  shifts: [
    { psi: 0.0312, chance: 0.0129 },
    { input: 'VALUE', psi: 0.112, chance: 0.0129 },
    { input: 'LOAN', psi: 0.1061, chance: 0.0129 },
    { input: 'YOJ', psi: 0.0094, chance: 0.0129 },
  ],
  histogram: { events: [], nonEvents: [] },
};

export function windowOf(number: number, changes: Partial<Window> = {}): Window {
  const month = (shift: number): string => new Date(Date.UTC(2026, number + shift, 1, 6)).toISOString();
  return {
    project: 'hmeq',
    environment: 'production',
    number,
    release: 12,
    version: 'v3',
    fromAt: month(-1),
    fromId: number * 1_490 - 1_489,
    toAt: month(0),
    toId: number * 1_490,
    ceilingId: number * 1_490,
    rows: 1_490,
    rowHash: digest(`a${number}`),
    cut: false,
    closedAt: month(3),
    ...changes,
  };
}

const whys: Readonly<Record<EvaluationState, (window: number, ks: number) => Ending>> = {
  ok: (window, ks) => ({ code: 'judged_ok', details: { window, judged: 1_463, ks, limit: 0.47 } }),
  warn: (window, ks) => ({
    code: 'judged_close',
    details: { window, judged: 1_463, ks, threshold: 0.45, limit: 0.47 },
  }),
  breach: (window, ks) => ({
    code: 'judged_breach',
    details: { window, judged: 1_463, ks, threshold: 0.45, consecutive: 2 },
  }),
  insufficient: (window) => ({
    code: 'outcomes_missing',
    details: { window, rows: 1_490, coverage: 61.3, needed: 80 },
  }),
  immature: () => ({
    code: 'outcomes_awaited',
    details: { rows: 1_490, coverage: 61.3, needed: 80, at: '2027-01-15T06:00:00.000Z' },
  }),
  inconclusive: (window) => ({ code: 'rows_lost', details: { window, lost: 212, rows: 1490 } }),
  failed: () => ({
    code: 'evaluation_failed',
    details: { version: 'v3', environment: 'production', what: 'the connection to PostgreSQL was lost' },
  }),
};

/** The evaluation of a window as it would be on record. */
export function evaluationOf(
  number: number,
  state: EvaluationState,
  ks: number,
  changes: Partial<Evaluation> = {},
): Evaluation {
  const judged = state === 'ok' || state === 'warn' || state === 'breach';
  const window = windowOf(number);
  return {
    number: 20 + number,
    project: 'hmeq',
    environment: 'production',
    release: 12,
    version: 'v3',
    window,
    cause: 'timer',
    state,
    counted: judged,
    breaches: state === 'breach' ? 1 : 0,
    why: whys[state](number, ks),
    result: { ...result, ks, interval: { low: ks - 0.029, high: ks + 0.029 } },
    policyHash: digest('90117c'),
    asOf: window.closedAt,
    evaluatedAt: window.closedAt,
    ...changes,
  };
}

export const breach = evaluationOf(6, 'breach', 0.410213, { breaches: 2 });

export const trend: readonly Evaluation[] = [
  evaluationOf(1, 'ok', 0.5312),
  evaluationOf(2, 'ok', 0.5104),
  evaluationOf(3, 'insufficient', 0.49),
  evaluationOf(4, 'warn', 0.4611),
  evaluationOf(5, 'breach', 0.4382),
  breach,
];

export const alert: JudgementAlert = {
  number: 9,
  project: 'hmeq',
  environment: 'production',
  version: 'v3',
  kind: 'decay',
  state: 'open',
  revision: 1,
  raisedBy: breach.number,
  raisedAt: breach.evaluatedAt,
};

export function alertView(changes: Partial<AlertView> = {}): AlertView {
  return {
    alert,
    title: 'hmeq',
    people: { ...people, [ana]: 'Ana Lee' },
    evaluation: breach,
    trend,
    lastGood: evaluationOf(2, 'ok', 0.5104),
    monitoring,
    retraining: retrainingPolicy,
    room: { may: true },
    serving: servingV3,
    ...changes,
  };
}
