import { acknowledgeAlert } from '../../database/alert-decisions';
import { listLiveAlerts } from '../../database/alerts';
import { judgedIn } from '../support/judged';
import { monitoringPolicy, type MonitoringStory, onDay } from '../support/monitoring-rows';
import { judgeWindow, overviewApiForEach } from '../support/overview-api';
import { people } from '../support/release-fixtures';

const world = overviewApiForEach();
let story: MonitoringStory;
let release: number;

beforeEach(async () => {
  story = world.story;
  release = await story.serve('1', onDay(0));
});

async function evaluations(): Promise<Record<string, unknown>[]> {
  return (await world.look()).here['evaluations'] as Record<string, unknown>[];
}

async function distribution() {
  const { overview } = await world.look();
  return overview.environments.find(({ name }) => name === 'production')?.distribution;
}

describe('evaluations', () => {
  it('are those that the monitor made, oldest window first, with the KS that was agreed then', async () => {
    await judgeWindow(story, release, 0);
    await story.apply(monitoringPolicy({ threshold: 0.3 }));
    await judgeWindow(story, release, 30, { quality: 'poor' });
    const [first, second] = await story.evaluations();
    const shared = { version: 'v1', counted: true, level: 0.95, rows: 20, judged: 20, events: 4 };
    expect(await evaluations()).toEqual([
      {
        ...{ ...shared, window: 1, state: 'ok', stateWords: 'OK', ks: 1, threshold: 0.45 },
        ...{ low: first?.result?.interval?.low, high: first?.result?.interval?.high, auc: 1 },
        ...{ from: onDay(0), to: first?.window?.toAt, asOf: first?.asOf },
      },
      {
        ...{ ...shared, window: 2, state: 'breach', stateWords: 'Below what was agreed' },
        ...{ ks: second?.result?.ks, threshold: 0.3 },
        ...{ low: second?.result?.interval?.low, high: second?.result?.interval?.high, auc: second?.result?.auc },
        ...{ from: onDay(30), to: second?.window?.toAt, asOf: second?.asOf },
      },
    ]);
  });

  it('one that could not be judged is there and is not counted', async () => {
    await judgeWindow(story, release, 0, { known: 10 });
    expect(await evaluations()).toMatchObject([{ window: 1, state: 'insufficient', counted: false, judged: 10 }]);
  });

  it('of a window that was evaluated again it is the one that counts', async () => {
    const { late } = await judgeWindow(story, release, 0, { known: 17 });
    await late();
    story.at = onDay(40);
    await story.look();
    expect((await story.evaluations()).map(({ counted, result }) => [counted, result?.judged])).toEqual([
      [true, 17],
      [false, 20],
    ]);
    expect(await evaluations()).toMatchObject([{ window: 1, counted: true, judged: 17 }]);
  });

  it('one whose events score lower lies below what was agreed', async () => {
    const scores = Array.from({ length: 20 }, (_, index) => (index % 5 === 0 ? 0.1 : 0.9));
    await judgeWindow(story, release, 0, { scores });
    const { low, high } = (await story.evaluations())[0]?.result?.interval ?? {};
    const turned = { low: -Number(high), high: -Number(low) };
    expect(await evaluations()).toMatchObject([{ state: 'breach', ks: -1, ...turned }]);
  });

  it('are those of the newest fifty windows', async () => {
    const { window } = judgedIn(() => story.database);
    for (let number = 1; number <= 52; number += 1) await window(number, release, 'ok', 0.5);
    const shown = (await evaluations()).map(({ window: number }) => number);
    expect(shown).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
  });
});

describe('the distribution', () => {
  it('counts each judged row of the newest judged window once, by its outcome', async () => {
    await judgeWindow(story, release, 0);
    // Both ends of the scale, and the edge between two bins.
    await judgeWindow(story, release, 30, { scores: [0, 1, 0.05, 0.9999], known: 18 });
    const shown = await distribution();
    const bins = shown?.bins ?? [];
    const sum = (of: 'events' | 'others'): number => bins.reduce((total, bin) => total + bin[of], 0);
    const newest = (await story.evaluations()).find(({ window }) => window?.number === 2);
    expect(newest?.result).toMatchObject({ rows: 20, judged: 18, unknown: 2 });
    expect(shown).toMatchObject({ window: 2, version: 'v1' });
    expect(sum('events')).toBe(newest?.result?.events);
    expect(sum('events') + sum('others')).toBe(newest?.result?.judged);
    expect((await evaluations())[1]).toMatchObject({ rows: 20, judged: 18, events: sum('events') });
    expect([bins[0]?.events, bins[1]?.others, bins[19]?.others]).toEqual([1, 1, 2]);
    expect([bins.length, bins[0]?.from, bins[19]?.to]).toEqual([20, 0, 1]);
    expect(bins.slice(1).map(({ from }) => from)).toEqual(bins.slice(0, -1).map(({ to }) => to));
  });

  it('is not of a window that could not be judged', async () => {
    await judgeWindow(story, release, 0);
    await judgeWindow(story, release, 30, { known: 10 });
    expect(await distribution()).toMatchObject({ window: 1 });
  });

  it('is none before the first judged window', async () => {
    await judgeWindow(story, release, 0, { known: 10 });
    expect(await distribution()).toBeNull();
  });
});

it('the alert is shown while it is live, and whether somebody has it in hand', async () => {
  await judgeWindow(story, release, 0, { quality: 'poor' });
  expect((await world.look()).here['alert']).toBeNull();
  await judgeWindow(story, release, 30, { quality: 'poor' });
  const alert = { name: 'a1', kind: 'decay', version: 'v1', raisedAt: onDay(55) };
  expect((await world.look()).here['alert']).toEqual({ ...alert, state: 'open', acknowledged: false });

  const [live] = await listLiveAlerts(story.database, 'hmeq', 'production');
  const decision = { alert: live?.number ?? 0, by: people.leader, at: story.at, key: 'test' };
  await story.database.transaction((tx) => acknowledgeAlert(tx, decision));
  expect((await world.look()).here['alert']).toEqual({ ...alert, state: 'acknowledged', acknowledged: true });

  await judgeWindow(story, release, 60);
  expect((await world.look()).here['alert']).toBeNull();
});

it('the newest retraining of the environment is shown, open or ended', async () => {
  const { retraining } = judgedIn(() => story.database);
  await retraining({ state: 'registered', requester: people.leader, version: 'v2' });
  expect((await world.look()).here['retraining']).toMatchObject({ name: 't1', state: 'registered', version: 'v2' });
  await retraining({ state: 'training', requester: people.leader });
  const { here } = await world.look();
  expect(here['retraining']).toMatchObject({ name: 't2', state: 'training', stateWords: 'Training', endedAt: null });
  expect((await world.look('staging')).here['retraining']).toBeNull();
});

it('what waits is counted for the release that serves, in environments that are judged', async () => {
  await judgeWindow(story, release, 0);
  await story.score(release, 'v1', [{ reference: 'next', score: 0.5, scoredAt: onDay(26) }]);
  await story.know([{ reference: 'next', event: false, observedAt: onDay(27), recordedAt: onDay(27) }]);
  const pending = { rows: 1, withOutcome: 1, of: 20, atLeast: false };
  expect((await world.look()).here['pending']).toEqual(pending);
  await story.apply(undefined);
  const { here } = await world.look();
  expect(here).toMatchObject({ policy: null, monitorWorkflowId: null, pending: { rows: 0, withOutcome: 0, of: null } });
  expect(here['evaluations']).toHaveLength(1);
});

it('nothing of an applicant is in the answer: no reference, no input, no score', async () => {
  const secret = { reference: 'applicant-4711', score: 0.271828, scoredAt: onDay(1), inputs: { SALARY_OF: 98_765 } };
  await story.score(release, 'v1', [secret]);
  const { rows } = await judgeWindow(story, release, 2);
  const { text } = await world.look();
  for (const part of [
    'applicant-4711',
    '271828',
    'SALARY_OF',
    '98765',
    'LOAN',
    ...rows.map(({ reference }) => reference),
  ])
    expect(text).not.toContain(part);
});
