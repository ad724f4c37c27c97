import fc from 'fast-check';
import { findShifts } from '../../../domain/monitoring/find-shifts';
import { coverageOf, measureRows, outcomeCodes, type WindowRows } from '../../../domain/monitoring/measure-rows';
import { stretchOf, waitsForOutcomes, waitsForTime } from '../../../domain/monitoring/open-window';
import { monitoringPolicy, onDay } from '../../support/monitoring-rows';

const { event, nonEvent, unknown, early } = outcomeCodes;

function rowsOf(rows: readonly (readonly [number, number])[]): WindowRows {
  return {
    scores: Float64Array.from(rows, ([score]) => score),
    outcomes: Uint8Array.from(rows, ([, outcome]) => outcome),
  };
}

describe('measure rows', () => {
  it('measure rows: counts every row once as judged, unknown or early, and bad scores beside', () => {
    const rows = rowsOf([
      [0.1, nonEvent],
      [0.9, event],
      [0.9, unknown],
      [0.5, early],
      [Number.NaN, event],
      [1.0001, unknown],
    ]);
    expect(measureRows(rows)).toMatchObject({
      ...{ rows: 6, judged: 2, events: 1, nonEvents: 1, unknown: 2, early: 1, invalid: 2, coverage: 0.5 },
      ...{ ks: 1, auc: 1, direction: 'higher', topTie: 0.5 },
    });
  });

  it('measure rows: has no KS with one class, and none without rows', () => {
    expect(measureRows(rowsOf([[0.1, event]]))).not.toHaveProperty('ks');
    const empty = measureRows(rowsOf([]));
    expect(empty).toMatchObject({ rows: 0, coverage: 0, topTie: 0 });
    expect(empty).not.toHaveProperty('interval');
  });

  it('measure rows: finds all scores equal', () => {
    const rows = rowsOf([
      [0.5, event],
      [0.5, nonEvent],
      [0.5, unknown],
    ]);
    expect(measureRows(rows)).toMatchObject({ ks: 0, direction: 'none', topTie: 1 });
  });

  it('measure rows: bins scores by outcome, 1 into the last bin', () => {
    const rows = rowsOf([
      [0, nonEvent],
      [0.0499, nonEvent],
      [0.05, event],
      [1, event],
    ]);
    const { histogram } = measureRows(rows);
    expect(histogram.nonEvents).toEqual([2, ...new Array<number>(19).fill(0)]);
    expect(histogram.events).toEqual([0, 1, ...new Array<number>(17).fill(0), 1]);
  });

  it('measure rows: comes to the same in whichever order the rows come', () => {
    const row = fc.tuple(fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1, 2, Number.NaN), fc.constantFrom(0, 1, 2, 3));
    fc.assert(
      fc.property(fc.array(fc.tuple(row, fc.nat()), { maxLength: 30 }), (keyed) => {
        const rows = keyed.map(([one]) => one);
        const shuffled = [...keyed].sort(([, a], [, b]) => a - b).map(([one]) => one);
        const result = measureRows(rowsOf(rows));
        expect(measureRows(rowsOf(shuffled))).toEqual(result);
        expect(coverageOf(rowsOf(rows))).toBe(result.coverage);
      }),
      { numRuns: 60 },
    );
  });
});

describe('find shifts', () => {
  it('find shifts: of the score and of each input, where what is not sent is a kind of its own', () => {
    const row = (score: number, inputs: Record<string, number | string | null>) => ({ score, inputs });
    const before = Array.from({ length: 100 }, (_, index) => row(index / 100, { LOAN: index, JOB: 'Office' }));
    const after = before.map(({ score, inputs }, index) =>
      row(score, index < 50 ? { ...inputs, LOAN: null } : { JOB: 'Sales' }),
    );
    const contract = [
      { name: 'LOAN', type: 'number' },
      { name: 'JOB', type: 'text' },
    ] as const;
    const [score, loan, job] = findShifts(contract, before, after);
    expect(score).toMatchObject({ psi: 0 });
    expect(loan?.input).toBe('LOAN');
    expect(loan?.psi).toBeGreaterThan(loan?.chance ?? 0);
    expect(job?.psi).toBeGreaterThan(job?.chance ?? 0);
    expect(findShifts(contract, before, before).every(({ psi }) => psi === 0)).toBe(true);
    expect(findShifts(contract, [], before)).toEqual([]);
  });

  it('find shifts: an input named like a part of every object is an input like others', () => {
    const rows = [{ score: 0.5, inputs: {} }];
    expect(findShifts([{ name: 'constructor', type: 'text' }], rows, rows)).toMatchObject([{}, { psi: 0 }]);
  });
});

describe('an open window', () => {
  const policy = monitoringPolicy();
  const open = { rows: 20, fromAt: onDay(0), toAt: onDay(1), complete: true, cut: false, endsAt: onDay(1) };

  it('an open window: is old enough exactly when its last row is', () => {
    expect(waitsForTime(open, policy, onDay(11, -1))).toEqual({ for: 'maturity', rows: 20, at: onDay(11) });
    expect(waitsForTime(open, policy, onDay(11))).toBeUndefined();
  });

  it('an open window: waits for outcomes until they are enough or patience is over, a cut one too', () => {
    const at = onDay(21);
    expect(waitsForOutcomes(open, policy, 0.8, onDay(11))).toBeUndefined();
    expect(waitsForOutcomes(open, policy, 0.7, onDay(21, -1))).toMatchObject({ for: 'outcomes', coverage: 0.7, at });
    expect(waitsForOutcomes(open, policy, 0.7, at)).toBeUndefined();
    const cut = { ...open, complete: false, cut: true };
    expect(waitsForOutcomes(cut, policy, 0, onDay(21, -1))).toMatchObject({ for: 'outcomes', coverage: 0, at });
    expect(waitsForOutcomes(cut, policy, 0, at)).toBeUndefined();
  });

  it('an open window: stretches of time are multiples since 1970 UTC, before 1970 too', () => {
    const day = 86_400_000;
    expect(stretchOf('2026-03-01T00:00:00.000Z', day)).toEqual({
      ...{ from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z' },
    });
    expect(stretchOf('1969-12-31T23:59:59.999Z', day).to).toBe('1970-01-01T00:00:00.000Z');
  });
});
