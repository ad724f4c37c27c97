import path from 'node:path';
import { WorkflowNotFoundError } from '@temporalio/client';
import { getAlert, insertAlert } from '../../database/alerts';
import { listEvaluations } from '../../database/evaluations';
import { importOutcomes } from '../../database/outcomes';
import { StewardError } from '../../domain/errors';
import { monitorWorkflowId } from '../../domain/ids';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { Release } from '../../domain/release/release';
import { hashBytes } from '../../formats/hash';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { createMonitorEngine } from '../../workflows/client/create-monitor-engine';
import { monitoringPolicy } from '../support/monitoring-rows';
import { decisionLine, playIn } from '../support/play';
import { recordRows } from '../support/scored-world';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { dana, lena, startSteward, testProject, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

jest.setTimeout(120_000);

const hour = 3_600_000;
const place = { project: 'hmeq', environment: 'production' };
const rowsScored = 12;

let temporal: TestTemporal;
let steward: TestSteward;
let engineAway = false;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const { say, ask, inState, until, messages } = playIn(() => steward);

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  // Nothing is due by the timer, and this Steward has no sweep of its own: only what is tested can have anything judged.
  const monitoring = monitoringPolicy({ everyMs: 24 * hour, maturityMs: 0, patienceMs: hour });
  steward = await startSteward({
    folder,
    temporal: { client, native, namespace },
    project: { ...testProject(), monitoring },
    judges: true,
    adjust: (deps) => ({
      ...deps,
      wakeMonitor: (...at) => (engineAway ? Promise.reject(new StewardError('engine_away')) : deps.wakeMonitor(...at)),
    }),
  });
  await say(lena, 'connect hmeq');
  for (const [seed, name] of [
    [1, 'one.zip'],
    [2, 'two.zip'],
  ] as const) {
    await writeSmallPackage(path.join(steward.inbox, name), seed);
    await say(dana, `register ${name}`);
  }
});

async function serve(line: string): Promise<Release> {
  const waiting = await inState(await ask(dana, line), 'waiting', 'failed');
  await say(lena, decisionLine(waiting));
  return inState(waiting.number, 'serving', 'failed');
}

const references = Array.from({ length: rowsScored }, (_, row) => `applicant-${row + 1}`);
const isEvent = (row: number): boolean => row % 3 === 0;

async function score({ number: release, version, packageDigest }: Release): Promise<void> {
  const scoredAt = new Date().toISOString();
  const rows = references.map((reference, row) => ({
    ...{ reference, scoredAt, score: isEvent(row) ? 0.9 : 0.1, inputs: { LOAN: 1_000 + row } },
  }));
  await recordRows(steward.gatewayUrl, { ...place, release, version, packageDigest }, rows);
}

async function deliverOutcomes(): Promise<void> {
  const observedAt = new Date().toISOString();
  const outcomes = references.map((reference, row) => ({ reference, value: isEvent(row) ? '1' : '0', observedAt }));
  const delivery = { project: 'hmeq', outcomes, event: '1', correct: false, key: 'first', digest: hashBytes('first') };
  const by = { source: 'outcomes.csv', importedBy: { kind: 'person', objectId: lena }, placeOf: String } as const;
  const { import: kept } = await steward.database.transaction((tx) =>
    importOutcomes(tx, { ...delivery, ...by }, () => new Date().toISOString()),
  );
  await createImportAnnouncer(steward.client).announceImport(kept.id);
}

/** The first evaluation for which this holds. */
const evaluated = (holds: (evaluation: Evaluation) => boolean): Promise<Evaluation> =>
  until(async () => (await listEvaluations(steward.database, { ...place, limit: 100 })).find(holds));

const isMonitored = async (environment: string): Promise<boolean> => {
  try {
    const { status } = await steward.client.workflow.getHandle(monitorWorkflowId('hmeq', environment)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
};

describe('the first judgement', () => {
  it('has no monitor where nothing is judged, after a release too', async () => {
    await serve('deploy v1 to staging');
    expect(await isMonitored('staging')).toBe(false);
  });

  it('is not what a release depends on: one that finds no engine for its monitor serves, and that is reported', async () => {
    engineAway = true;
    expect(await serve('deploy v2 to production')).toMatchObject({ state: 'serving' });
    engineAway = false;
    expect(await isMonitored('production')).toBe(false);
    expect(steward.lines).toContainEqual(expect.objectContaining({ message: 'a monitor was not started' }));
  });

  it('has its monitor as soon as a release serves, without any sweep', async () => {
    const first = await serve('deploy v1 to production');
    expect(first.state).toBe('serving');
    await until(async () => (await isMonitored('production')) || undefined);
    const { why } = await evaluated(({ release }) => release === first.number);
    expect(why).toMatchObject({ code: 'rows_awaited', details: { rows: 0, needed: 20 } });
    await score(first);
  });

  it('counts what a release scored that was replaced at once, though its monitor looked before the outcomes came', async () => {
    await serve('deploy v2 to production');
    await createMonitorEngine(steward.client).evaluate({ ...place, cause: 'asked' }, 30_000);
    const waiting = await evaluated(() => true);
    expect(waiting).toMatchObject({ version: 'v1', state: 'immature', why: { code: 'outcomes_awaited' } });
    await deliverOutcomes();
    expect(await evaluated(({ counted }) => counted)).toMatchObject({
      ...{ version: 'v1', state: 'ok', cause: 'outcomes', window: { number: 1, cut: true, rows: rowsScored } },
      result: { events: 4, judged: rowsScored },
    });
  });

  it('closes what is open about a version as soon as another one serves in its place', async () => {
    const { number: raisedBy } = await evaluated(({ counted }) => counted);
    const raisedAt = new Date().toISOString();
    const alert = { ...place, version: 'v2', kind: 'decay', raisedBy, raisedAt } as const;
    const number = await steward.database.transaction((tx) => insertAlert(tx, alert));
    const { endedAt: since, evidence } = await serve('deploy v1 to production');
    expect(evidence?.served).toEqual({ version: 'v2' });
    const closed = await until(async () => {
      const found = await getAlert(steward.database, number);
      return found.state === 'closed' ? found.closed : undefined;
    });
    expect(closed).toMatchObject({ why: 'replaced', by: 'v1', since });
  });

  it('is evidence for whoever decides on the next version', async () => {
    const { evidence } = await serve('deploy v2 to production');
    const measured = { window: 1, rows: rowsScored, ks: expect.any(Number) as number };
    expect(evidence?.served).toMatchObject({ version: 'v1', measured });
    await say(lena, 'versions');
    await until(async () => {
      const all = JSON.stringify(await messages());
      return all.includes(`measured by Steward on ${rowsScored} rows of window 1`) || undefined;
    });
  });
});
