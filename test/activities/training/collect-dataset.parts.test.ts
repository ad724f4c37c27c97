import { mkdtempSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { collectDataset } from '../../../activities/training/collect-dataset';
import { createDatasetStore } from '../../../activities/training/dataset-store';
import type { TrainingDependencies } from '../../../activities/training';
import { connectDatabase, type Database } from '../../../database/database';
import { openRetraining } from '../../../database/open-retraining';
import { drawRetrainingNumber, getRetraining } from '../../../database/retrainings';
import { readTable } from '../../../formats/csv/read-table';
import { hashFile } from '../../../formats/hash';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import {
  applyTestProject,
  digestOf,
  openTestRelease,
  projectFile,
  registerTestVersion,
  start,
} from '../../support/release-fixtures';
import { closeWindow, recordOutcomes, recordRows, type TestDeployment } from '../../support/scored-world';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
const now = '2026-06-01T00:00:00.000Z';
let files: TestDatabase;
let database: Database;
let by: TestDeployment;
let deps: TrainingDependencies;
let clock: string;

beforeEach(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url });
  const section = {
    windows: 2,
    start: 'ask',
    parameters: { rounds: 9 },
    seed: 4,
    deadlineMs: 1_000,
    margin: 0,
  } as const;
  await applyTestProject(
    database,
    projectFile({
      monitoring: {
        environments: ['production'],
        everyMs: 1,
        window: { kind: 'rows', rows: 4 },
        maturityMs: 0,
        patienceMs: 0,
        coverage: 0.5,
        threshold: 0.4,
        margin: 0.02,
        minimumEvents: 2,
        consecutive: 2,
      },
      retraining: { ...section, coolDownMs: 0, budget: { attempts: 9, withinMs: 1 } },
    }),
  );
  const version = await registerTestVersion(database, 'a');
  const { release } = await openTestRelease(database, 'a', { at: start });
  by = { project: 'hmeq', environment: 'production', release: release.number, version, packageDigest: digestOf('a') };
  await database.query(
    `insert into servings (project, environment, release, version, package_digest, image_digest, since)
     values ('hmeq', 'production', $1, $2, $3, $3, $4)`,
    [release.number, version, digestOf('a'), start],
  );
  clock = now;
  deps = {
    database,
    now: () => clock,
    datasets: createDatasetStore({ directory: mkdtempSync(path.join(folder, 'datasets-')) }),
    withWorkDirectory: async (use) => use(mkdtempSync(path.join(folder, 'work-'))),
    referenceTrainer: { name: 'reference 1', words: [] },
  } as Partial<TrainingDependencies> as TrainingDependencies;
});

afterEach(async () => {
  await database.close();
  await files.drop();
});

/** A window of rows `w<number>-<row>` scored on a day of January 2026, with inputs and outcomes as given. */
async function window(
  number: number,
  rows: readonly { inputs?: Readonly<Record<string, number | string | null>>; outcome?: string; score?: number }[],
  day = number,
): Promise<void> {
  const at = (hour: number) => new Date(Date.UTC(2026, 0, day, hour)).toISOString();
  const named = rows.map((row, place) => ({ reference: `w${number}-${place}`, ...row }));
  await recordRows(
    files.gatewayUrl,
    by,
    named
      .map(({ reference, inputs = { LOAN: 1 }, score = 0.5 }, hour) => ({
        reference,
        inputs,
        score,
        scoredAt: at(hour),
      }))
      .reverse(),
  );
  const known = named.flatMap(({ reference, outcome }) =>
    outcome === undefined ? [] : [{ reference, value: outcome, observedAt: at(23) }],
  );
  await recordOutcomes(database, 'hmeq', at(23), known);
  await closeWindow(
    database,
    by,
    number,
    named.map(({ reference }) => reference),
  );
}

const both = [{ outcome: '1' }, { outcome: '0' }, { outcome: '1' }, { outcome: '0' }];

async function collect() {
  const number = await drawRetrainingNumber(database);
  const request = { number, project: 'hmeq', environment: 'production', requestedAt: now } as const;
  await database.transaction((tx) => openRetraining(tx, { ...request, requester: { kind: 'system' } }));
  await collectDataset(deps, { retraining: number });
  return getRetraining(database, number);
}

async function somebodyWaits(): Promise<void> {
  const waiting = `select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await database.query(waiting)).length === 0) await wait(10);
}

async function cells(digest: Parameters<typeof deps.datasets.locate>[0] | undefined) {
  const table = readTable(readFileSync(await deps.datasets.locate(digest ?? digestOf('0'))));
  return table.names.map((name, column) => [name, ...(table.cells[column] ?? [])]);
}

describe('collectDataset', () => {
  it('collectDataset: learns from the windows before the newest that can be compared on', async () => {
    for (const number of [1, 2, 3, 4]) await window(number, both);
    const retraining = await collect();
    expect(retraining).toMatchObject({
      state: 'training',
      gateWindow: 4,
      dataset: {
        windows: [2, 3],
        rows: 8,
        events: 4,
        from: '2026-01-02T00:00:00.000Z',
        to: '2026-01-03T03:00:00.000Z',
        asOf: now,
      },
      spec: {
        contract: { inputs: [{ name: 'LOAN', type: 'number' }], outcome: { name: 'BAD', event: '1' } },
        seed: 4,
        parameters: { rounds: 9 },
        split: { timeColumn: 'scored_at', referenceColumn: 'reference' },
        name: 'hmeq-challenger',
      },
    });
    const stored = await deps.datasets.locate(retraining.dataset?.digest ?? digestOf('0'));
    expect((await hashFile(stored)).digest).toBe(retraining.dataset?.digest);
  });

  it('collectDataset: a newest window without enough outcomes, or without usable scores, is no gate', async () => {
    for (const number of [1, 2]) await window(number, both);
    await window(3, [{ outcome: '1' }, { outcome: '0' }, {}, {}]);
    await window(
      4,
      both.map((row) => ({ ...row, score: Number.NaN })),
    );
    expect(await collect()).toMatchObject({ gateWindow: 2, dataset: { windows: [1] } });
  });

  it('collectDataset: newest is what was scored last, whenever its window was closed', async () => {
    await window(1, both, 2);
    await window(2, both, 3);
    await window(3, both, 1);
    expect(await collect()).toMatchObject({ gateWindow: 2, dataset: { windows: [1, 3] } });
  });

  it('collectDataset: does not learn from a window that reaches into the rows to compare on', async () => {
    for (const number of [1, 2, 3]) await window(number, both);
    await closeWindow(database, by, 4, ['w2-3', 'w3-0']);
    expect(await collect()).toMatchObject({ gateWindow: 3, dataset: { windows: [1, 2] } });
  });

  it('collectDataset: waits for an import that has begun, whose outcomes are in it', async () => {
    await window(1, [...both, {}]);
    await window(2, both);
    clock = '2026-05-01T00:00:00.000Z';
    let collecting: ReturnType<typeof collect> | undefined;
    await database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', ['outcomes/hmeq']);
      collecting = collect();
      await somebodyWaits();
      const at = '2026-05-02T00:00:00.000Z';
      await recordOutcomes(database, 'hmeq', at, [{ reference: 'w1-4', value: '1', observedAt: at }]);
      clock = now;
    });
    expect(await collecting).toMatchObject({ dataset: { rows: 5, asOf: now } });
  });

  it('collectDataset: the same rows are the same file, whatever the order they came in', async () => {
    const inputs = [{ LOAN: 0.1 }, { LOAN: 1e21 }, { LOAN: null }, {}];
    const rows = both.map((row, place) => ({ ...row, inputs: inputs[place] ?? {} }));
    await window(1, rows);
    await window(2, both);
    const { dataset } = await collect();
    expect(await cells(dataset?.digest)).toEqual([
      ['reference', 'w1-0', 'w1-1', 'w1-2', 'w1-3'],
      ['scored_at', ...[0, 1, 2, 3].map((hour) => `2026-01-01T0${hour}:00:00.000Z`)],
      ['LOAN', '0.1', '1e+21', '', ''],
      ['BAD', '1', '0', '1', '0'],
    ]);
  });

  it('collectDataset: takes the newest outcome that is known, and none from before the row was scored', async () => {
    await window(1, [...both, { outcome: '1' }, {}]);
    await window(2, both);
    const corrected = { reference: 'w1-1', value: '1', observedAt: '2026-02-01T00:00:00.000Z', revision: 2 };
    const late = { reference: 'w1-3', value: '1', observedAt: '2026-02-01T00:00:00.000Z', revision: 2 };
    const early = { reference: 'w1-5', value: '0', observedAt: '2025-12-31T00:00:00.000Z' };
    await recordOutcomes(database, 'hmeq', '2026-02-01T00:00:00.000Z', [corrected, early]);
    await recordOutcomes(database, 'hmeq', '2026-07-01T00:00:00.000Z', [late]);
    await window(3, both);
    const { dataset } = await collect();
    const [references, , , outcomes] = await cells(dataset?.digest);
    expect(references?.slice(1, 6)).toEqual(['w1-0', 'w1-1', 'w1-2', 'w1-3', 'w1-4']);
    expect(outcomes?.slice(1, 6)).toEqual(['1', '1', '1', '0', '1']);
  });

  it('collectDataset: leaves out rows of another contract', async () => {
    await window(1, [
      ...both,
      { outcome: '1', inputs: { LOAN: 'much' } },
      { outcome: '0', inputs: { LOAN: 3, AGE: 4 } },
    ]);
    await window(2, both);
    const { dataset } = await collect();
    expect((await cells(dataset?.digest))[0]).toEqual(['reference', 'w1-0', 'w1-1', 'w1-2', 'w1-3', 'w1-5']);
  });

  it.each([
    [
      'one class only to learn from',
      [{ outcome: '1' }, { outcome: '1' }, { outcome: '1' }],
      both,
      'retraining_rows_too_few',
    ],
    ['nothing known to learn from', [{}, {}], both, 'retraining_rows_too_few'],
    ['nothing known to compare on', both, [{}, {}], 'retraining_gate_window_missing'],
  ])('collectDataset: %s ends it before the trainer', async (_, first, second, code) => {
    await window(1, first);
    await window(2, second);
    await expect(collect()).rejects.toMatchObject({ code });
  });
});
