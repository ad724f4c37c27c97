import { randomUUID } from 'node:crypto';
import { getImport } from '../../database/outcome-imports';
import { importOutcomes } from '../../database/outcomes';
import { hashBytes } from '../../formats/hash';
import { createImportAnnouncer } from '../../workflows/client/announce-import';
import { keepHistory } from '../support/keep-histories';
import { playIn } from '../support/play';
import { scratchFolder } from '../support/scratch-folder';
import { lena, startSteward, testProject, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const { say, until, messages } = playIn(() => steward);

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  const monitoring = {
    environments: ['production', 'staging'],
    everyMs: 86_400_000,
    window: { kind: 'rows', rows: 1_490 },
    maturityMs: 1,
    patienceMs: 1,
    coverage: 0.8,
    threshold: 0.45,
    margin: 0.02,
    minimumEvents: 100,
    consecutive: 2,
  } as const;
  const project = { ...testProject(), monitoring };
  steward = await startSteward({ folder, temporal: { client, native, namespace }, project });
});

/** So many outcomes of references that nothing else has, as an import that nobody was told of. */
async function importFresh(count: number): Promise<number> {
  const now = new Date().toISOString();
  const key = randomUUID();
  const outcomes = Array.from({ length: count }, () => ({ reference: randomUUID(), value: '0', observedAt: now }));
  const delivery = { project: 'hmeq', outcomes, event: '1', correct: false, key, digest: hashBytes(key) };
  const by = { source: 'outcomes.csv', importedBy: { kind: 'person', objectId: lena }, placeOf: String } as const;
  const { import: kept } = await steward.database.transaction((tx) =>
    importOutcomes(tx, { ...delivery, ...by }, () => now),
  );
  return kept.id;
}

const announce = (id: number) => createImportAnnouncer(steward.client).announceImport(id);
const announced = (id: number) => steward.client.workflow.getHandle(`outcomes/${id}`).result();
const toldAt = async (id: number) => (await getImport(steward.database, id)).toldAt;

async function cardsSaying(words: string): Promise<number> {
  return (await messages()).filter(({ card }) => JSON.stringify(card ?? {}).includes(words)).length;
}

describe('announcing an import of outcomes', () => {
  it('waits for a home of the project, and the sweep comes back to it', async () => {
    const id = await importFresh(76);
    await announce(id);
    await announced(id);
    expect(await toldAt(id)).toBeUndefined();
    await say(lena, 'connect hmeq');
    await steward.sweep();
    await until(() => toldAt(id));
    await steward.sweep();
    expect(await cardsSaying('76 outcomes arrived')).toBe(1);
  });

  it('is made up for by the sweep when the engine was away', async () => {
    const id = await importFresh(77);
    await steward.sweep();
    await until(() => toldAt(id));
    expect(await cardsSaying('77 outcomes arrived')).toBe(1);
  });

  it('tells the channel and wakes the monitors that there are', async () => {
    const { workflow } = steward.client;
    // A stand-in for the monitor: any workflow takes signals, and nobody polls its queue.
    const monitor = await workflow.start('monitor', { workflowId: 'monitor/hmeq/production', taskQueue: 'nobody' });
    const id = await importFresh(78);
    await announce(id);
    await announced(id);
    await keepHistory(steward.client, `outcomes/${id}`, 'announce-import');
    expect(await cardsSaying('78 outcomes arrived')).toBe(1);
    const { events } = await monitor.fetchHistory();
    const signals = (events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: signal }) =>
      signal ? [[signal.signalName, Buffer.from(signal.input?.payloads?.[0]?.data ?? []).toString()]] : [],
    );
    expect(signals).toContainEqual(['evaluate', '{"cause":"outcomes"}']);
    await monitor.terminate();
  });

  it('tells it once, however often', async () => {
    const id = await importFresh(79);
    await Promise.all([announce(id), announce(id)]);
    await announced(id);
    await announce(id);
    await announced(id);
    expect(await cardsSaying('79 outcomes arrived')).toBe(1);
  });

  it('wakes the monitors though the channel takes no card, and tells it when it does', async () => {
    const then = { kind: 'status', status: 403, code: 'Forbidden' };
    await steward.bot.driver.call('POST', '/faults', { on: 'create', then });
    const monitor = await steward.client.workflow.start('monitor', {
      workflowId: 'monitor/hmeq/staging',
      taskQueue: 'nobody',
    });
    const id = await importFresh(80);
    await announce(id);
    await announced(id);
    expect(await toldAt(id)).toBeUndefined();
    const { events } = await monitor.fetchHistory();
    expect(events?.some((event) => event.workflowExecutionSignaledEventAttributes)).toBe(true);
    await monitor.terminate();
    await steward.bot.driver.call('DELETE', '/faults');
    await say(lena, 'status');
    await steward.sweep();
    await until(() => toldAt(id));
    expect(await cardsSaying('80 outcomes arrived')).toBe(1);
  });
});
