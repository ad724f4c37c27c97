import { listAlerts } from '../../../database/alerts';
import { readAuditOf, verifyAudit } from '../../../database/audit';
import type { Database, Tx } from '../../../database/database';
import { listServedPlaces } from '../../../database/row-ranges';
import { listWindows } from '../../../database/windows';
import {
  daysOf,
  makeRows,
  type MonitoringStory,
  monitoringPolicy,
  onDay,
  retrainingPolicy,
  startMonitoringStory,
} from '../../support/monitoring-rows';

let story: MonitoringStory;

beforeEach(async () => {
  story = await startMonitoringStory();
});

afterEach(() => story.end());

const place = { project: 'hmeq', environment: 'production' };
const windows = async () => (await listWindows(story.database, { ...place, limit: 50 })).reverse();
const states = async () => (await story.evaluations()).map(({ state }) => state);
const newest = async () => (await story.evaluations()).at(-1)!;

/** Rows of a whole window, scored and known. */
async function fill(release: number, version: string, name: string, day: number, quality: 'good' | 'poor' = 'good') {
  const { rows, outcomes } = makeRows(name, 20, onDay(day), quality);
  await story.score(release, version, rows);
  await story.know(outcomes(onDay(day + 9)));
}

describe('a look at an environment', () => {
  it('says what is missing while the window is not full, its rows are young, and outcomes are unknown', async () => {
    const release = await story.serve('1', onDay(0));
    await story.look();
    expect((await newest()).why).toMatchObject({ code: 'rows_awaited', details: { rows: 0, needed: 20 } });
    const { rows, outcomes } = makeRows('a', 20, onDay(1));
    await story.score(release, 'v1', rows.slice(0, 7));
    await story.look();
    expect((await newest()).why).toMatchObject({ code: 'rows_awaited', details: { rows: 7, needed: 20 } });
    await story.score(release, 'v1', rows.slice(7));
    story.at = onDay(2);
    await story.look();
    const due = onDay(11, 19 * 60_000);
    expect((await newest()).why).toMatchObject({ code: 'maturity_awaited', details: { rows: 20, at: due } });
    await story.know(outcomes(onDay(5)).slice(0, 15));
    story.at = onDay(12);
    await story.look();
    expect((await newest()).why).toMatchObject({
      code: 'outcomes_awaited',
      details: { rows: 20, coverage: 75, needed: 80, at: onDay(21, 19 * 60_000), rule: 'waits-for-outcomes' },
    });
    expect(await states()).toEqual(['immature', 'immature', 'immature', 'immature']);
    expect(await windows()).toEqual([]);
  });

  it('closes each window once, oldest first, and counts it once', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1);
    await fill(release, 'v1', 'b', 2, 'poor');
    story.at = onDay(20);
    const report = await story.look();
    expect(report).toMatchObject({ everyMs: daysOf(1), evaluations: [1, 2], well: [1], alerts: [], more: false });
    expect(await windows()).toMatchObject([
      { number: 1, fromAt: onDay(1), rows: 20, cut: false },
      { number: 2, fromAt: onDay(2), rows: 20, cut: false },
    ]);
    const [first, second] = await story.evaluations();
    expect(first).toMatchObject({ state: 'ok', counted: true, breaches: 0, result: { ks: 1, judged: 20, events: 4 } });
    expect(second).toMatchObject({ state: 'breach', counted: true, breaches: 1, window: { number: 2 } });
    expect(second?.result).toMatchObject({ baseline: 1, coverage: 1 });
    expect(second?.result?.shifts.map(({ input }) => input)).toEqual([undefined, 'LOAN']);
    await story.look();
    expect(await states()).toEqual(['ok', 'breach', 'immature']);
  });

  it('closes a window without enough outcomes when patience is over: insufficient, not counted', async () => {
    const release = await story.serve('1', onDay(0));
    const { rows, outcomes } = makeRows('a', 20, onDay(1));
    await story.score(release, 'v1', rows);
    await story.know(outcomes(onDay(5)).slice(0, 10));
    story.at = onDay(21, 18 * 60_000);
    await story.look();
    expect(await windows()).toHaveLength(0);
    story.at = onDay(21, 19 * 60_000);
    await story.look();
    expect(await newest()).toMatchObject({
      ...{ state: 'insufficient', counted: false, breaches: 0 },
      why: { code: 'outcomes_missing', details: { coverage: 50, needed: 80 } },
    });
  });

  it('leaves a row that comes late out of the closed window, for good, and counts it there', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1);
    story.at = onDay(20);
    await story.look();
    const late = { reference: 'late', score: 0.1, scoredAt: onDay(1, 90_000) };
    await story.score(release, 'v1', [late]);
    await story.know([{ reference: 'late', event: true, observedAt: onDay(9), recordedAt: onDay(20, 1) }]);
    story.at = onDay(21);
    await story.look();
    expect((await newest()).result).toMatchObject({ rows: 20, events: 4, late: 1 });
    await story.know([{ reference: 'a3', event: true, observedAt: onDay(9), recordedAt: onDay(22), revision: 2 }]);
    story.at = onDay(23);
    await story.look();
    const again = await newest();
    expect(again).toMatchObject({
      counted: false,
      window: { number: 1, rows: 20 },
      result: { rows: 20, events: 5, late: 1 },
    });
    expect(again.why.details).toMatchObject({ effects: 'judged-again' });
  });

  it('evaluates every window anew whose outcomes were corrected, however old, six at a time', async () => {
    const release = await story.serve('1', onDay(0));
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    for (const [index, name] of names.entries()) await fill(release, 'v1', name, index + 1);
    story.at = onDay(30);
    const { seen } = await story.look();
    const correct = (name: string) => ({ reference: `${name}3`, event: true, revision: 2 });
    await story.know(names.map((name) => ({ ...correct(name), observedAt: onDay(9), recordedAt: onDay(31) })));
    story.at = onDay(32);
    const first = await story.look({ since: seen! });
    expect(first).toMatchObject({ more: true });
    expect(first).not.toHaveProperty('seen');
    expect(await story.look({ since: seen! })).toMatchObject({ more: false, seen: onDay(32) });
    const again = (await story.evaluations()).slice(names.length);
    expect(again.map(({ window }) => window?.number)).toEqual([3, 4, 5, 6, 7, 8, 1, 2]);
    expect(again.every(({ counted, result }) => !counted && result?.events === 5)).toBe(true);
  });

  it('raises one alert after breaches in a row, updates it, and closes it when the version is ok again', async () => {
    const release = await story.serve('1', onDay(0));
    for (const [name, day] of [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ] as const)
      await fill(release, 'v1', name, day, 'poor');
    story.at = onDay(12, 1_200_000);
    expect(await story.look()).toMatchObject({ alerts: [1] });
    story.at = onDay(20);
    await story.look();
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([
      { number: 1, kind: 'decay', state: 'open', version: 'v1', raisedBy: 2, revision: 2 },
    ]);
    await fill(release, 'v1', 'd', 21);
    story.at = onDay(40);
    expect(await story.look()).toMatchObject({ alerts: [1], well: [4] });
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([
      { number: 1, state: 'closed', closed: { why: 'recovered', evaluation: 4 } },
    ]);
    const audit = await readAuditOf(story.database, 'alert/1');
    expect(audit.map(({ action }) => action)).toEqual(['alert.raised', 'alert.closed']);
    const ofWindow = await readAuditOf(story.database, 'window/hmeq/production/2');
    expect(ofWindow.map(({ action }) => action)).toEqual(['window.closed', 'evaluation.counted']);
    expect(await verifyAudit(story.database)).toMatchObject({ intact: true });
  });

  it('cuts the window of a replaced release, closes its alert as replaced, and raises no more for it', async () => {
    const old = await story.serve('1', onDay(0));
    await fill(old, 'v1', 'a', 1, 'poor');
    await fill(old, 'v1', 'b', 2, 'poor');
    story.at = onDay(15);
    await story.look();
    const { rows, outcomes } = makeRows('c', 12, onDay(16), 'poor');
    await story.score(old, 'v1', rows);
    const fresh = await story.serve('2', onDay(17));
    await story.score(fresh, 'v2', makeRows('d', 5, onDay(18)).rows);
    await story.know(outcomes(onDay(20)));
    story.at = onDay(18);
    expect(await story.look()).toMatchObject({ alerts: [1] });
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([
      { number: 1, state: 'closed', closed: { why: 'replaced', by: 'v2' } },
    ]);
    expect((await newest()).why).toMatchObject({ code: 'rows_awaited', details: { rows: 5 } });
    story.at = onDay(40);
    await story.look();
    const cut = (await story.evaluations()).find(({ window }) => window?.number === 3);
    expect(cut).toMatchObject({
      ...{ version: 'v1', state: 'breach', counted: true, breaches: 3, window: { cut: true, rows: 12 } },
      why: { details: { effects: 'retired' } },
    });
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toHaveLength(1);
  });

  it('lets a cut window wait for its outcomes, and counts it when they are there', async () => {
    const old = await story.serve('1', onDay(0));
    const { rows, outcomes } = makeRows('a', 12, onDay(1));
    await story.score(old, 'v1', rows);
    await story.serve('2', onDay(2));
    story.at = onDay(12);
    await story.look();
    expect(await newest()).toMatchObject({ state: 'immature', version: 'v1' });
    expect((await newest()).why).toMatchObject({
      code: 'outcomes_awaited',
      details: { rows: 12, coverage: 0, needed: 80, at: onDay(21, 11 * 60_000) },
    });
    expect(await windows()).toEqual([]);
    await story.know(outcomes(onDay(13)));
    story.at = onDay(14);
    await story.look({ cause: 'outcomes' });
    expect(await newest()).toMatchObject({ state: 'ok', counted: true, window: { number: 1, cut: true, rows: 12 } });
  });

  it('closes a cut window without enough outcomes when patience is over', async () => {
    const old = await story.serve('1', onDay(0));
    await story.score(old, 'v1', makeRows('a', 12, onDay(1)).rows);
    await story.serve('2', onDay(2));
    story.at = onDay(21, 11 * 60_000);
    await story.look();
    expect(await newest()).toMatchObject({ state: 'insufficient', counted: false, window: { number: 1, cut: true } });
  });

  it('judges the last rows of a release however many have served since', async () => {
    const old = await story.serve('1', onDay(0));
    await fill(old, 'v1', 'a', 1);
    for (let served = 0; served < 25; served += 1) await story.serve(served % 2 === 0 ? '2' : '1', onDay(2, served));
    story.at = onDay(20);
    await story.look();
    expect(await windows()).toMatchObject([{ number: 1, release: old, rows: 20 }]);
    expect((await listServedPlaces(story.database, 'hmeq', 'production')).map(({ until }) => until)).toEqual([
      undefined,
    ]);
  });

  it('goes blind when windows in a row cannot be judged, and sees again when one can', async () => {
    const release = await story.serve('1', onDay(0));
    for (const [name, day] of [
      ['a', 1],
      ['b', 2],
    ] as const)
      await story.score(release, 'v1', makeRows(name, 20, onDay(day)).rows);
    story.at = onDay(30);
    await story.look();
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([{ kind: 'blind', state: 'open' }]);
    await story.know(makeRows('b', 20, onDay(2)).outcomes(onDay(9), onDay(31)));
    story.at = onDay(32);
    await story.look({ cause: 'outcomes' });
    expect(await newest()).toMatchObject({ state: 'ok', counted: false, cause: 'outcomes', window: { number: 2 } });
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([{ kind: 'blind', state: 'closed' }]);
  });

  it('leaves a snoozed alert silent through further breaches, and wakes it when its time is over', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1, 'poor');
    await fill(release, 'v1', 'b', 2, 'poor');
    story.at = onDay(20);
    await story.look();
    const snoozed = { by: 'lena', at: onDay(20), until: onDay(45) };
    await story.database.query(`update alerts set state = 'snoozed', snoozed = $1`, [JSON.stringify(snoozed)]);
    await fill(release, 'v1', 'c', 21, 'poor');
    story.at = onDay(40);
    expect(await story.look()).toMatchObject({ alerts: [1] });
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([{ state: 'snoozed', revision: 2 }]);
    story.at = onDay(45);
    await story.look();
    const [woken] = await listAlerts(story.database, 'hmeq', { limit: 9 });
    expect(woken).toMatchObject({ state: 'open', revision: 3 });
    expect(woken).not.toHaveProperty('snoozed');
  });

  it('judges a window although a reference was used twice, and says how often', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1);
    const other = { reference: 'a3', score: 0.9, scoredAt: onDay(1, 90_000), inputs: { LOAN: 7 } };
    await story.score(release, 'v1', [other]);
    story.at = onDay(20);
    await story.look();
    expect(await newest()).toMatchObject({ state: 'ok', counted: true, result: { rows: 20, lost: 0, taken: 1 } });
  });

  it('does not judge a window from whose time many answers are lost', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1);
    const gap = ['k', 'hmeq', 'production', release, 'v1', 'disk_full', 3, onDay(0, 1_000), onDay(0, 2_000)];
    await story.gateway.query('select record_scoring_gap($1, $2, $3, $4, $5, $6, $7, $8, $9)', gap);
    story.at = onDay(20);
    await story.look();
    expect(await newest()).toMatchObject({
      ...{ state: 'inconclusive', counted: false, result: { lost: 3, ks: 1 } },
      why: { code: 'rows_lost', details: { lost: 3, rows: 20, window: 1 } },
    });
    await fill(release, 'v1', 'b', 21);
    story.at = onDay(40);
    await story.look();
    expect(await newest()).toMatchObject({ state: 'ok', result: { lost: 0 } });
  });

  it('notes an evaluation that takes longer than PostgreSQL lets it as failed, and goes on', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1);
    story.at = onDay(20);
    const { database } = story;
    const slow = async <Row extends object>(tx: Tx): Promise<Row[]> => {
      await tx.query('set local statement_timeout = 1');
      return tx.query<Row>('select count(*) from generate_series(1, 100000000)');
    };
    const judging: Database = {
      ...database,
      transaction: (work) =>
        database.transaction((tx) =>
          work({ query: (text, values) => (text.includes('as outcomes') ? slow(tx) : tx.query(text, values)) }),
        ),
    };
    for (const alerts of [[], [1]]) expect(await story.look({}, { database: judging })).toMatchObject({ alerts });
    expect(await newest()).toMatchObject({
      state: 'failed',
      why: { code: 'evaluation_failed', details: { what: 'PostgreSQL took longer than a statement may' } },
    });
    expect(await listAlerts(story.database, 'hmeq', { limit: 9 })).toMatchObject([{ kind: 'failed', state: 'open' }]);
    await story.look();
    expect(await newest()).toMatchObject({ state: 'ok', counted: true });
  });

  it('has a retraining started by policy, again until it is opened, and says why not when it is not possible', async () => {
    await story.apply(monitoringPolicy({ consecutive: 1 }), { retraining: retrainingPolicy() });
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1, 'poor');
    story.at = onDay(20);
    expect(await story.look()).toMatchObject({ retrain: { alert: 1 } });
    expect(await story.look()).toMatchObject({ retrain: { alert: 1 } });
    await story.database.query(
      `insert into retrainings (number, project, environment, requester, alert, requested_at, state, policy_hash)
       values (1, 'hmeq', 'production', '{"kind":"system"}', 1, $1, 'collecting', 'x')`,
      [onDay(20)],
    );
    expect(await story.look()).not.toHaveProperty('retrain');
    await fill(release, 'v1', 'b', 21, 'poor');
    story.room = { may: false, why: 'The last attempt ended a short while ago.' };
    story.at = onDay(40);
    expect(await story.look()).not.toHaveProperty('retrain');
    expect((await newest()).why.details).toMatchObject({ held: 'The last attempt ended a short while ago.' });
  });

  it('tells of what an earlier look did and could not tell', async () => {
    const release = await story.serve('1', onDay(0));
    await fill(release, 'v1', 'a', 1);
    story.at = onDay(20);
    const { newest: before } = await story.look();
    await story.look();
    expect(await story.look({ after: before - 1 })).toMatchObject({ evaluations: [1, 2, 3], well: [1] });
  });

  it('finds nothing to do where nothing is judged, and where nothing ever served', async () => {
    expect(await story.look()).toMatchObject({ evaluations: [], everyMs: daysOf(1) });
    await story.apply(undefined);
    expect(await story.look()).not.toHaveProperty('everyMs');
  });
});
