import { readWindowRows } from '../../../database/window-rows';
import { rangeOf } from '../../../database/row-ranges';
import { listWindows } from '../../../database/windows';
import { connectDatabase, exactlyOne } from '../../../database/database';
import { evaluateWindow } from '../../../activities/monitoring/evaluate-window';
import type { Evaluation } from '../../../domain/monitoring/evaluation';
import {
  makeRows,
  type MonitoringStory,
  monitoringPolicy,
  onDay,
  startMonitoringStory,
  type TestOutcome,
} from '../../support/monitoring-rows';

let story: MonitoringStory;

beforeEach(async () => {
  story = await startMonitoringStory(monitoringPolicy({ window: { kind: 'rows', rows: 500 } }));
});

afterEach(() => story.end());

/** The same rows for every run, with ties and a shape that separates them half. */
function scatter(seed: number, count: number): { score: number; event: boolean }[] {
  let state = seed;
  const next = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return Array.from({ length: count }, () => {
    const event = next() < 0.3;
    return { event, score: Math.round((event ? 0.3 + 0.6 * next() : 0.7 * next()) * 200) / 200 };
  });
}

async function fill(release: number, name: string, day: number, seed: number, known = 500): Promise<TestOutcome[]> {
  const made = scatter(seed, 500);
  const { rows } = makeRows(name, 500, onDay(day));
  const scored = rows.map((row, index) => ({
    ...row,
    score: made[index]?.score ?? 0,
    inputs: { LOAN: 1000 + index * day },
  }));
  await story.score(release, 'v1', scored);
  const outcomes = scored.map(({ reference }, index) => ({
    ...{ reference, event: made[index]?.event ?? false, observedAt: onDay(day + 5), recordedAt: onDay(day + 5) },
  }));
  await story.know(outcomes.slice(0, known));
  return outcomes;
}

const newest = async () => (await story.evaluations()).at(-1)!;

async function repeat(evaluation: Evaluation): Promise<unknown> {
  const { window, version, asOf } = evaluation;
  const range = await rangeOf(story.database, window!);
  const rows = await readWindowRows(story.database, range, window!.rows, asOf);
  const known = evaluation.result?.baseline === undefined ? window : undefined;
  return (await evaluateWindow(story, version, range, rows, asOf, known)).result;
}

describe('outcomes as of a time', () => {
  it('give an old evaluation again to the last bit, whatever was delivered and corrected since', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'a', 1, 7);
    const outcomes = await fill(release, 'b', 3, 8, 450);
    story.at = onDay(20);
    await story.look();
    const first = await story.evaluations();
    expect(first).toHaveLength(2);
    await story.know(outcomes.slice(450).map((outcome) => ({ ...outcome, recordedAt: onDay(21) })));
    await story.know(
      outcomes.slice(0, 60).map((outcome) => ({ ...outcome, event: true, revision: 2, recordedAt: onDay(22) })),
    );
    story.at = onDay(23);
    await story.look({ cause: 'outcomes' });
    const again = await newest();
    expect(again).toMatchObject({ counted: false, window: { number: 2 }, result: { coverage: 1, baseline: 1 } });
    expect(again.result?.ks).not.toBe(first[1]?.result?.ks);
    for (const evaluation of [...first, again]) expect(await repeat(evaluation)).toEqual(evaluation.result);
  });

  it('take the highest revision that was known, and leave out what was observed before the row was scored', async () => {
    const release = await story.serve('1', onDay(0));
    const outcomes = await fill(release, 'a', 1, 7, 498);
    const [early, corrected] = [outcomes[498]!, outcomes[499]!];
    await story.know([
      { ...early, observedAt: onDay(0, 1) },
      { ...corrected, event: true },
    ]);
    await story.know([{ ...corrected, event: false, revision: 2, recordedAt: onDay(7) }]);
    await story.know([{ ...corrected, event: true, revision: 3, recordedAt: onDay(30) }]);
    story.at = onDay(20);
    await story.look();
    const { result } = await newest();
    const events = outcomes.slice(0, 498).filter(({ event }) => event).length;
    expect(result).toMatchObject({ rows: 500, judged: 499, early: 1, unknown: 0, events, coverage: 0.998 });
  });

  it('give the KS and the AUC that PostgreSQL computes by itself', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'a', 1, 7);
    story.at = onDay(20);
    await story.look();
    const { result } = await newest();
    const independent = exactlyOne(
      await story.database.query<{ ks: number; auc: number }>(
        `with known as (
           select r.score, o.event::int as e from scored_rows r join outcomes o on o.reference = r.reference
         ), shares as (
           select sum(e) over (order by score)::float8 / sum(e) over () as f1,
             sum(1 - e) over (order by score)::float8 / sum(1 - e) over () as f0 from known
         ), pairs as (
           select sum(case when a.score > b.score then 1 when a.score = b.score then 0.5 else 0 end)::float8
             / count(*) as auc from known a join known b on a.e = 1 and b.e = 0
         )
         select max(abs(f1 - f0)) as ks, (select auc from pairs) as auc from shares`,
      ),
    );
    expect(Math.abs((result?.ks ?? 0) - independent.ks)).toBeLessThan(1e-12);
    expect(Math.abs((result?.auc ?? 0) - independent.auc)).toBeLessThan(1e-12);
  });

  it('leave out scores that are no numbers from 0 to 1, and count them', async () => {
    const release = await story.serve('1', onDay(0));
    const { rows, outcomes } = makeRows('a', 500, onDay(1));
    const bad = [Number.NaN, 1.5, -0.1, Infinity, 1, 0];
    await story.score(
      release,
      'v1',
      rows.map((row, index) => ({ ...row, score: bad[index] ?? row.score })),
    );
    await story.know(outcomes(onDay(5)));
    story.at = onDay(20);
    await story.look();
    expect(await newest()).toMatchObject({ state: 'ok', result: { rows: 500, invalid: 4, judged: 496, coverage: 1 } });
  });

  it('tell when the rows of a closed window were changed: the evaluation fails and says so, twice raises an alert', async () => {
    const release = await story.serve('1', onDay(0));
    const outcomes = await fill(release, 'a', 1, 7);
    story.at = onDay(20);
    await story.look();
    const owner = connectDatabase({ url: story.ownerUrl, max: 1 });
    await owner.query(`delete from scored_rows where reference = 'a17'`);
    await owner.close();
    for (const revision of [2, 3]) {
      await story.know([{ ...outcomes[3]!, revision, recordedAt: onDay(20 + 2 * revision) }]);
      story.at = onDay(21 + 2 * revision);
      await story.look({ cause: 'outcomes' });
      expect(await newest()).toMatchObject({
        ...{ state: 'failed', counted: false },
        why: { code: 'window_changed', details: { window: 1, rule: 'failed' } },
      });
    }
    expect((await newest()).why.details['effects']).toBe('failed-raised');
    expect(story.broken).toHaveLength(2);
    story.at = onDay(30);
    await story.look();
    expect((await newest()).why.details['effects']).toBe('failed-over');
  });
});

describe('two monitors at once', () => {
  it('close every window once and count it once, and both tell of it', async () => {
    const release = await story.serve('1', onDay(0));
    for (const [name, day] of [
      ['a', 1],
      ['b', 3],
      ['c', 5],
    ] as const)
      await fill(release, name, day, day);
    story.at = onDay(30);
    const reports = await Promise.all([story.look(), story.look(), story.look()]);
    const closed = await listWindows(story.database, { project: 'hmeq', environment: 'production', limit: 9 });
    expect(closed.map(({ number, rows }) => [number, rows])).toEqual([
      [3, 500],
      [2, 500],
      [1, 500],
    ]);
    const counted = (await story.evaluations()).filter((evaluation) => evaluation.counted);
    expect(counted.map(({ window }) => window?.number)).toEqual([1, 2, 3]);
    for (const { evaluations } of reports)
      expect(evaluations).toEqual(expect.arrayContaining(counted.map(({ number }) => number)));
    expect(story.broken).toEqual([]);
  });
});

describe('windows of time', () => {
  const hour = 3_600_000;

  it('lie at multiples since 1970 UTC, half-open; empty ones are skipped, and the first begins with the release', async () => {
    await story.apply(monitoringPolicy({ window: { kind: 'time', ms: 24 * hour }, minimumEvents: 1, coverage: 0.01 }));
    const release = await story.serve('1', onDay(0));
    const row = (reference: string, scoredAt: string) => ({ reference, score: 0.5, scoredAt });
    await story.score(release, 'v1', [
      row('a', onDay(1, 12 * hour)),
      row('b', onDay(2, -1)),
      row('c', onDay(2)),
      row('d', onDay(5)),
      row('e', onDay(5, 23 * hour)),
    ]);
    story.at = onDay(6, -1);
    await story.look();
    expect((await newest()).why).toMatchObject({ code: 'maturity_awaited', details: { rows: 2, at: onDay(12) } });
    const { outcomes } = makeRows('x', 1, onDay(0));
    const known = ['a', 'b', 'c', 'd', 'e'].map((reference) => ({ ...outcomes(onDay(7))[0]!, reference }));
    await story.know(known);
    story.at = onDay(15);
    await story.look();
    const closed = await listWindows(story.database, { project: 'hmeq', environment: 'production', limit: 9 });
    expect(closed.map(({ fromAt, toAt, rows, cut }) => ({ fromAt, toAt, rows, cut })).reverse()).toEqual([
      { fromAt: onDay(1, 12 * hour), toAt: onDay(2, -1), rows: 2, cut: false },
      { fromAt: onDay(2), toAt: onDay(2), rows: 1, cut: false },
    ]);
    await story.serve('2', onDay(5, 23.5 * hour));
    story.at = onDay(15, 23 * hour);
    await story.look();
    const [last] = await listWindows(story.database, { project: 'hmeq', environment: 'production', limit: 1 });
    expect(last).toMatchObject({ number: 3, rows: 2, cut: true, fromAt: onDay(5), toAt: onDay(5, 23 * hour) });
  });
});
