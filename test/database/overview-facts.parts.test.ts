import type { Tx } from '../../database/database';
import { insertEvaluation } from '../../database/evaluations';
import { readOverviewFacts } from '../../database/overview-facts';
import { recordServing } from '../../database/servings';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import { windowOf, evaluationOf } from '../cards/monitoring-fixture';
import { judgedIn } from '../support/judged';
import {
  daysOf,
  makeRows,
  monitoringPolicy,
  type MonitoringStory,
  onDay,
  startMonitoringStory,
} from '../support/monitoring-rows';
import { digestOf, people, projectFile } from '../support/release-fixtures';
import { closeWindow } from '../support/scored-world';

let story: MonitoringStory;

beforeEach(async () => {
  story = await startMonitoringStory();
});

afterEach(() => story.end());

function read(policy: MonitoringPolicy = monitoringPolicy(), tx: Tx = story.database) {
  return readOverviewFacts(tx, projectFile({ monitoring: policy }), 'production');
}

describe('the open window', () => {
  it('has the rows after the last window, and counts those whose outcome is known', async () => {
    const release = await story.serve('1', onDay(0));
    const closed = makeRows('a', 20, onDay(0));
    await story.score(release, 'v1', closed.rows);
    await story.know(closed.outcomes(onDay(5)));
    story.at = onDay(11);
    await story.look();
    const next = makeRows('b', 7, onDay(1));
    await story.score(release, 'v1', next.rows);
    await story.know(next.outcomes(onDay(6)).slice(0, 3));
    expect((await read()).open).toEqual({ rows: 7, withOutcome: 3, atLeast: false });
  });

  it('does not count a row again that is the last of its window within a millisecond', async () => {
    const release = await story.serve('1', onDay(0));
    const at = onDay(0).replace('.000Z', '.000250Z');
    await story.score(release, 'v1', [{ reference: 'a1', score: 0.5, scoredAt: at }]);
    const by = {
      ...{ project: 'hmeq', environment: 'production', release },
      version: 'v1',
      packageDigest: digestOf('1'),
    };
    await closeWindow(story.database, by, 1, ['a1']);
    expect((await read()).open.rows).toBe(0);
  });

  it('never has more rows than it takes', async () => {
    await story.score(await story.serve('1', onDay(0)), 'v1', makeRows('a', 25, onDay(0)).rows);
    expect((await read()).open).toEqual({ rows: 20, withOutcome: 0, atLeast: false });
  });

  it('counts a correction of an outcome once', async () => {
    const release = await story.serve('1', onDay(0));
    await story.score(release, 'v1', makeRows('a', 2, onDay(0)).rows);
    const known = { reference: 'a1', event: true, observedAt: onDay(3), recordedAt: onDay(3) };
    await story.know([known]);
    await story.know([{ ...known, event: false, revision: 2 }]);
    expect((await read()).open).toMatchObject({ rows: 2, withOutcome: 1 });
  });

  it('begins anew with the release that serves', async () => {
    await story.score(await story.serve('1', onDay(0)), 'v1', makeRows('a', 5, onDay(0)).rows);
    await story.serve('2', onDay(1));
    expect((await read()).open.rows).toBe(0);
  });
});

describe('marks', () => {
  const serving = { packageDigest: digestOf('1'), imageDigest: digestOf('1') };

  it('begin with the release that served when the first window was scored, and go on to now', async () => {
    const { window, release: open, retraining } = judgedIn(() => story.database);
    const releases = [];
    for (const [version, since] of [
      ['v1', '2025-01-01'],
      ['v2', '2025-12-01'],
      ['v3', '2027-01-01'],
    ] as const) {
      const release = await open('production', version);
      const at = `${since}T00:00:00.000Z`;
      await recordServing(
        story.database,
        { project: 'hmeq', environment: 'production' },
        { ...serving, release, version, since: at },
      );
      releases.push(release);
    }
    await window(1, releases[1] ?? 0, 'ok', 0.5);
    const requester = people.leader;
    const made = await retraining({ state: 'registered', requester, version: 'v3' });
    await retraining({ state: 'not_better', requester });
    await retraining({ state: 'failed', requester, version: 'v9' });
    const ended = { at: '2026-12-01T00:00:00.000Z' };
    await story.database.query(`update retrainings set ended_at = $1`, [ended.at]);
    const { marks } = await read();
    expect(marks).toEqual([
      { kind: 'release', number: releases[1], version: 'v2', at: '2025-12-01T00:00:00.000Z' },
      { kind: 'retraining', number: made, version: 'v3', ...ended },
      { kind: 'release', number: releases[2], version: 'v3', at: '2027-01-01T00:00:00.000Z' },
    ]);
  });

  it('are the newest thirty', async () => {
    const { window, release: open } = judgedIn(() => story.database);
    const place = { project: 'hmeq', environment: 'production' };
    const first = await open('production', 'v1');
    await window(1, first, 'ok', 0.5);
    for (let month = 0; month < 33; month += 1) {
      const release = await open('production', `v${month}`);
      const since = new Date(Date.UTC(2026, 2 + month, 1)).toISOString();
      await recordServing(story.database, place, { ...serving, release, version: `v${month}`, since });
    }
    const { marks } = await read();
    expect(marks.map(({ version }) => version)).toEqual(Array.from({ length: 30 }, (_, index) => `v${index + 3}`));
  });

  it('are none without a window', async () => {
    await story.serve('1', onDay(0));
    expect((await read()).marks).toEqual([]);
  });
});

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows that a plan read of tables whose names begin so, those that it threw away included. */
function rowsRead(plan: Plan, table: string): number {
  const own = plan['Relation Name']?.startsWith(table)
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0;
  return (plan.Plans ?? []).reduce((sum, part) => sum + rowsRead(part, table), own);
}

/** The rows that an overview reads of scored rows and of outcomes, by the plans that are really carried out. */
async function countRead(policy: MonitoringPolicy): Promise<{ scored: number; outcomes: number }> {
  const seen = { scored: 0, outcomes: 0 };
  await read(policy, {
    query: async (text, values) => {
      const explained = `explain (analyze, format json) ${text}`;
      const [row] = await story.database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(explained, values);
      const plan = row?.['QUERY PLAN'][0].Plan;
      seen.scored += plan ? rowsRead(plan, 'scored_rows') : 0;
      seen.outcomes += plan ? rowsRead(plan, 'outcomes') : 0;
      return story.database.query(text, values);
    },
  });
  return seen;
}

it('however many rows are on record, few are read; also by statements that were first made while there were none', async () => {
  const many = 20_000;
  const all = monitoringPolicy({ window: { kind: 'rows', rows: 50_000 } });
  const release = await story.serve('1', onDay(0));
  await read(all);
  const { rows, outcomes } = makeRows('a', many, onDay(0));
  for (let at = 0; at < many; at += 2_000) await story.score(release, 'v1', rows.slice(at, at + 2_000));
  await story.know(outcomes(onDay(20)));

  expect((await read(all)).open).toEqual({ rows: 2_000, withOutcome: 2_000, atLeast: true });
  const stretch = monitoringPolicy({ window: { kind: 'time', ms: daysOf(3_000) } });
  expect((await read(stretch)).open.atLeast).toBe(true);
  for (const policy of [all, stretch]) {
    const unjudged = await countRead(policy);
    expect(unjudged.scored).toBeLessThanOrEqual(2_000);
    expect(unjudged.outcomes).toBeLessThanOrEqual(2_000);
  }

  const each = 1_500;
  const by = {
    ...{ project: 'hmeq', environment: 'production', release },
    version: 'v1',
    packageDigest: digestOf('1'),
  };
  for (let number = 1; number <= 12; number += 1) {
    const references = rows.slice((number - 1) * each, number * each).map(({ reference }) => reference);
    await closeWindow(story.database, by, number, references);
    const window = windowOf(number, { release, version: 'v1' });
    await insertEvaluation(story.database, evaluationOf(number, 'ok', 0.5, { release, version: 'v1', window }));
  }
  const ofRows = monitoringPolicy({ window: { kind: 'rows', rows: each } });
  expect(await read(ofRows)).toMatchObject({ evaluations: { length: 12 }, open: { rows: each, withOutcome: each } });
  const judged = await countRead(ofRows);
  expect(judged.scored).toBeLessThanOrEqual(each);
  expect(judged.outcomes).toBeLessThanOrEqual(each);
});
