import { readAuditOf, verifyAudit } from '../../database/audit';
import { connectDatabase, type Database } from '../../database/database';
import { listUntoldImports, noteTold } from '../../database/outcome-imports';
import { importOutcomes, type OutcomeDelivery } from '../../database/outcomes';
import { hashJson } from '../../formats/hash';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { recordTestRows } from '../support/scored-rows';

const scoredAt = '2026-03-01T09:00:00.000Z';
const observedAt = '2026-06-01T00:00:00.000Z';
const now = '2026-06-02T00:00:00.000Z';

let files: TestDatabase;
let database: Database;
let owner: Database;

beforeAll(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 4 });
  owner = connectDatabase({ url: files.ownerUrl, max: 1 });
});

afterAll(async () => {
  await Promise.all([database.close(), owner.close()]);
  await files.drop();
});

type Pair = readonly [reference: string, value: string, observedAt?: string];

function deliveryOf(project: string, pairs: readonly Pair[], change: Partial<OutcomeDelivery> = {}): OutcomeDelivery {
  const outcomes = pairs.map(([reference, value, at]) => ({ reference, value, observedAt: at ?? observedAt }));
  const digest = hashJson({ outcomes, correct: change.correct ?? false });
  return {
    project,
    outcomes,
    event: '1',
    correct: false,
    key: digest,
    digest,
    source: 'outcomes.csv',
    importedBy: { kind: 'local', user: 'tester' },
    placeOf: (row) => `Row ${row + 1}`,
    ...change,
  };
}

function deliver(project: string, pairs: readonly Pair[], change: Partial<OutcomeDelivery> = {}, at = now) {
  return database.transaction((tx) => importOutcomes(tx, deliveryOf(project, pairs, change), () => at));
}

/** The newest outcome of each reference, as the evaluation of a window reads them. */
async function known(project: string): Promise<Record<string, boolean>> {
  const rows = await database.query<{ reference: string; event: boolean }>(
    `select distinct on (reference) reference, event from outcomes where project = $1 order by reference, revision desc`,
    [project],
  );
  return Object.fromEntries(rows.map(({ reference, event }) => [reference, event]));
}

function countOf(project: string): Promise<number> {
  return database
    .query<{ count: number }>('select count(*) as count from outcomes where project = $1', [project])
    .then(([row]) => row?.count ?? -1);
}

describe('importing outcomes', () => {
  it('keeps what it can, counts each kind, and says when the matched rows were scored', async () => {
    const later = '2026-03-05T09:00:00.000Z';
    const rows = [{ reference: 'a' }, { reference: 'b', scoredAt: later }, { reference: 'c' }, { reference: 'd' }];
    await recordTestRows(files.gatewayUrl, rows, { project: 'counts' });
    await deliver('counts', [['c', '0']]);
    const { import: kept } = await deliver('counts', [
      ['a', '1'],
      ['b', '0'],
      ['c', '1'],
      ['d', '0', '2026-02-01T00:00:00.000Z'],
      ['nobody', '0'],
      ['soon', '1', '2027-01-01T00:00:00.000Z'],
      ['a', '1.0'],
      ['e', ' '],
    ]);
    expect(kept.summary).toEqual({
      rows: 8,
      accepted: 2,
      events: 1,
      unmatched: 1,
      repeated: 1,
      corrected: 0,
      contradicting: 1,
      early: 1,
      future: 1,
      empty: 1,
      scored: { from: scoredAt, to: later },
      examples: { contradicting: ['c'], early: ['d'], future: ['soon'], unmatched: ['nobody'] },
    });
    expect(await known('counts')).toEqual({ a: true, b: false, c: false, nobody: false });
  });

  it('answers the same delivery with its first summary, and keeps nothing twice', async () => {
    const first = await deliver('again', [['a', '1']]);
    const again = await deliver('again', [['a', '1']], {}, '2026-07-01T00:00:00.000Z');
    expect(again).toEqual({ import: first.import, again: true });
    expect(await countOf('again')).toBe(1);
    // Another project may use the same key.
    expect(await deliver('again-elsewhere', [['a', '1']])).toMatchObject({ again: false });
  });

  it('refuses a key that came before with other outcomes', async () => {
    await deliver('keys', [['a', '1']], { key: 'monthly' });
    const work = deliver('keys', [['b', '1']], { key: 'monthly' });
    await expect(work).rejects.toMatchObject({ code: 'outcome_key_reused' });
    expect(await known('keys')).toEqual({ a: true });
  });

  it('keeps a correction as the next revision beside what was known, and audits it by count', async () => {
    await deliver('corrections', [
      ['a', '0'],
      ['b', '0'],
    ]);
    await deliver('corrections', [['a', '1']]);
    expect(await known('corrections')).toEqual({ a: false, b: false });
    const { import: kept } = await deliver('corrections', [['a', '1']], { correct: true });
    expect(kept.summary).toMatchObject({ corrected: 1, contradicting: 0 });
    const back = [
      ['a', '0'],
      ['b', '0'],
    ] as const;
    await deliver('corrections', back, { correct: true });
    const rows = await database.query(
      `select reference, revision, value from outcomes where project = 'corrections' order by reference, revision`,
    );
    expect(rows).toEqual([
      { reference: 'a', revision: 1, value: '0' },
      { reference: 'a', revision: 2, value: '1' },
      { reference: 'a', revision: 3, value: '0' },
      { reference: 'b', revision: 1, value: '0' },
    ]);
    const audit = await readAuditOf(database, `outcomes/${kept.id}`);
    expect(audit.map(({ action, data }) => [action, data])).toEqual([
      ['outcomes.imported', expect.objectContaining({ project: 'corrections', rows: 1, corrected: 1 })],
      ['outcomes.corrected', { project: 'corrections', corrected: 1 }],
    ]);
    expect(JSON.stringify(audit)).not.toContain('examples');
    expect(await verifyAudit(database)).toMatchObject({ intact: true });
  });

  it('refuses the whole delivery for a value that is not the recorded one', async () => {
    await deliver('values', [['a', '0']]);
    const work = deliver('values', [
      ['b', '1'],
      ['c', '2'],
    ]);
    await expect(work).rejects.toMatchObject({
      code: 'outcome_value_unknown',
      details: { place: 'Row 2', event: '1', other: '0' },
    });
    expect(await known('values')).toEqual({ a: false });
  });

  it('keeps 100,000 outcomes of unknown references, and counts them as known when their rows come', async () => {
    const pairs = Array.from({ length: 100_000 }, (_, row): Pair => [`u${row}`, row % 5 === 0 ? '1' : '0']);
    const { import: kept } = await deliver('unknown', pairs);
    expect(kept.summary).toMatchObject({ rows: 100_000, unmatched: 100_000, accepted: 0 });
    expect(kept.summary.examples.unmatched).toEqual(['u0', 'u1', 'u2', 'u3', 'u4']);
    expect(await countOf('unknown')).toBe(100_000);
    await recordTestRows(files.gatewayUrl, [{ reference: 'u7' }], { project: 'unknown' });
    const { import: second } = await deliver('unknown', [...pairs, ['u100000', '0']]);
    expect(second.summary).toMatchObject({ repeated: 100_000, unmatched: 1 });
  });

  it('finds rows of every environment; before all of them is early, between them is not', async () => {
    const by = { project: 'places' };
    await recordTestRows(files.gatewayUrl, [{ reference: 'a' }], { ...by, environment: 'staging' });
    const late = { reference: 'a', scoredAt: '2026-04-01T00:00:00.000Z' };
    await recordTestRows(files.gatewayUrl, [late], { ...by, environment: 'production' });
    const early = await deliver('places', [['a', '1', '2026-02-01T00:00:00.000Z']]);
    expect(early.import.summary).toMatchObject({ early: 1, accepted: 0 });
    const between = await deliver('places', [['a', '1', '2026-03-15T00:00:00.000Z']]);
    expect(between.import.summary).toMatchObject({ accepted: 1, scored: { from: scoredAt, to: late.scoredAt } });
  });

  it('keeps one of two outcomes that are delivered at once', async () => {
    const both = await Promise.all([deliver('race', [['a', '0']]), deliver('race', [['a', '1']])]);
    const fates = both.map(({ import: { summary } }) => [summary.unmatched, summary.contradicting]);
    expect(fates.sort()).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(await countOf('race')).toBe(1);
  });

  it('names the imports that no channel was told of, once their project has one', async () => {
    const { import: kept } = await deliver('untold', [['a', '1']]);
    const list = () => listUntoldImports(database, '2026-06-01T00:00:00.000Z', '2026-06-03T00:00:00.000Z');
    expect(await list()).not.toContain(kept.id);
    await database.query(
      `insert into conversations (conversation_id, kind, service_url, tenant_id, bot_id, project, seen_at)
       values ('19:untold', 'channel', 'http://localhost', 't', 'b', 'untold', $1)`,
      [now],
    );
    expect(await list()).toEqual([kept.id]);
    await noteTold(database, kept.id, now);
    expect(await list()).toEqual([]);
  });
});

describe('outcomes on record', () => {
  it.each(['update outcomes set value = value', 'delete from outcomes', 'truncate outcomes'])(
    'are not changed by `%s`, whoever asks',
    async (statement) => {
      await deliver('fixed', [['a', '1']]);
      for (const role of [database, owner])
        await expect(role.query(statement)).rejects.toMatchObject({ code: '42501' });
    },
  );

  it('have summaries that the application cannot change either', async () => {
    const work = database.query(`update outcome_imports set summary = '{}'`);
    await expect(work).rejects.toMatchObject({ code: '42501' });
  });
});
