import { createHash } from 'node:crypto';
import { connectDatabase, type Database } from '../../database/database';
import {
  recordScoredRows,
  recordScoringDeadLetter,
  recordScoringGap,
  type RecordedRows,
  refusesRows,
  type RowToRecord,
} from '../../database/scored-rows';
import type { ScoredBy } from '../../domain/scoring/scored-row';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { until } from '../support/laptop-driver';

let files: TestDatabase;
let gateway: Database;
let other: Database;
let owner: Database;

beforeEach(async () => {
  files = await createTestDatabase();
  gateway = connectDatabase({ url: files.gatewayUrl, max: 2 });
  other = connectDatabase({ url: files.gatewayUrl, max: 2 });
  owner = connectDatabase({ url: files.ownerUrl, max: 2 });
});

afterEach(async () => {
  await Promise.all([gateway, other, owner].map((database) => database?.close()));
  await files?.drop();
});

const by: ScoredBy = {
  project: 'hmeq',
  environment: 'production',
  release: 17,
  version: 'v4',
  packageDigest: `sha256:${'a'.repeat(64)}`,
};

const at = '2026-11-03T10:00:00.000Z';

function row(reference: string, inputs = '{"LOAN":1100}', more: Partial<RowToRecord> = {}): RowToRecord {
  const hash = createHash('sha256').update(inputs).digest();
  return { reference, inputs, hash, score: 0.25, scoredAt: at, ...more };
}

function kept(): Promise<object[]> {
  return owner.query(
    'select reference, score, inputs, scored_at, tableoid::regclass::text as month from scored_rows order by id',
  );
}

function letters(): Promise<object[]> {
  return owner.query(
    `select reference, reason, detail, convert_from(body, 'UTF8') as body from scoring_dead_letters order by id`,
  );
}

describe('scored rows: what is kept', () => {
  it('scored rows: are kept in their order, in the month of their time in UTC', async () => {
    const rows = [
      row('last-of-october', '{"LOAN":1}', { scoredAt: '2026-10-31T23:59:59.999Z' }),
      row('first-of-november', '{"JOB":null}', { scoredAt: '2026-11-01T00:00:00.000Z', score: NaN }),
      row('out-of-range', '{"LOAN":12345678901234567890}', { score: -7.5 }),
    ];
    expect(await recordScoredRows(gateway, by, rows)).toEqual({ recorded: 3, repeated: 0, conflicting: 0 });
    expect(await kept()).toMatchObject([
      { reference: 'last-of-october', month: 'scored_rows_2026_10', scored_at: '2026-10-31T23:59:59.999Z' },
      { reference: 'first-of-november', month: 'scored_rows_2026_11', score: NaN, inputs: { JOB: null } },
      { reference: 'out-of-range', month: 'scored_rows_2026_11', score: -7.5 },
    ]);
    const exact = await owner.query(`select inputs->>'LOAN' as loan from scored_rows where reference = 'out-of-range'`);
    expect(exact).toEqual([{ loan: '12345678901234567890' }]);
  });

  it('scored rows: a batch that comes again changes nothing', async () => {
    const rows = [row('a'), row('b', '{"LOAN":2}')];
    await recordScoredRows(gateway, by, rows);
    expect(await recordScoredRows(gateway, by, rows)).toEqual({ recorded: 0, repeated: 2, conflicting: 0 });
    expect(await kept()).toHaveLength(2);
    expect(await letters()).toEqual([]);
  });

  it('scored rows: a reference is one row for all time, also in another month and by another release', async () => {
    await recordScoredRows(gateway, by, [row('a')]);
    const later = row('a', '{"LOAN":1100}', { scoredAt: '2027-02-01T00:00:00.000Z' });
    const again = await recordScoredRows(gateway, { ...by, release: 18, version: 'v5' }, [later]);
    expect(again).toEqual({ recorded: 0, repeated: 1, conflicting: 0 });
    const elsewhere = await recordScoredRows(gateway, { ...by, environment: 'staging' }, [row('a', '{}')]);
    expect(elsewhere).toEqual({ recorded: 1, repeated: 0, conflicting: 0 });
  });

  it('scored rows: the first row under a reference stays, others become dead letters, within a batch and across', async () => {
    const batch = [row('a', '{"LOAN":1}'), row('a', '{"LOAN":2}'), row('a', '{"LOAN":1}'), row('b')];
    expect(await recordScoredRows(gateway, by, batch)).toEqual({ recorded: 2, repeated: 1, conflicting: 1 });
    expect(await recordScoredRows(gateway, by, [row('a', '{"LOAN":3}', { scoredAt: '2026-11-04T00:00:00Z' })])).toEqual(
      {
        recorded: 0,
        repeated: 0,
        conflicting: 1,
      },
    );
    expect(await recordScoredRows(gateway, by, batch)).toEqual({ recorded: 0, repeated: 3, conflicting: 1 });
    expect(await kept()).toMatchObject([{ reference: 'a', inputs: { LOAN: 1 } }, { reference: 'b' }]);
    expect(await letters()).toMatchObject([
      { reference: 'a', reason: 'reference_taken', body: '{"LOAN":2}' },
      { reference: 'a', reason: 'reference_taken', body: '{"LOAN":3}' },
    ]);
  });

  it('scored rows: a row that waited for another transaction with the same reference is no conflict', async () => {
    let second: Promise<RecordedRows> | undefined;
    await other.transaction(async (tx) => {
      await recordScoredRows(tx, by, [row('a')]);
      second = recordScoredRows(gateway, by, [row('a'), row('c')]);
      await untilWaiting();
    });
    expect(await second).toEqual({ recorded: 1, repeated: 1, conflicting: 0 });
    expect(await letters()).toEqual([]);
  });

  it('scored rows: nothing of a batch is kept when one row is refused, and the refusal is told from a lost connection', async () => {
    const poison = row('poison', '{"JOB":"\\u0000"}');
    const refusal: unknown = await recordScoredRows(gateway, by, [row('a'), poison]).catch((error: unknown) => error);
    expect(refusesRows(refusal)).toBe(true);
    expect(await kept()).toEqual([]);
    await recordScoringDeadLetter(gateway, by, poison, 'why');
    await recordScoringDeadLetter(gateway, by, poison, 'why');
    expect(await letters()).toEqual([{ reference: 'poison', reason: 'refused', detail: 'why', body: poison.inputs }]);
  });

  it('scored rows: a gap is counted once under its key', async () => {
    const at = { firstAt: '2026-11-03T10:00:00.000Z', lastAt: '2026-11-03T10:05:00.000Z' };
    for (const rows of [5, 7]) await recordScoringGap(gateway, by, { key: 'k', reason: 'disk_full', rows, ...at });
    const gaps = await owner.query('select reason, rows, release, first_at, last_at from scoring_gaps');
    expect(gaps).toEqual([{ reason: 'disk_full', rows: 5, release: 17, first_at: at.firstAt, last_at: at.lastAt }]);
  });
});

async function untilWaiting(): Promise<void> {
  const rows = await owner.query(
    `select 1 from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
  );
  if (rows.length === 0) await untilWaiting();
}

describe('scored rows: what a batch reads', () => {
  it('scored rows: a batch reads its own references, not all that are on record, on a connection that began with none', async () => {
    const one = connectDatabase({ url: files.gatewayUrl, max: 1 });
    const batches = 20;
    const size = 50;
    for (let batch = 0; batch < batches; batch += 1)
      await recordScoredRows(
        one,
        by,
        Array.from({ length: size }, (_, index) => row(`${batch}-${index}`)),
      );
    // Its end tells what the connection read.
    await one.close();
    const read = await until('the connection told what it read', async () => {
      const [found] = await owner.query<{ read: number }>(
        `select seq_tup_read + idx_tup_fetch as read from pg_stat_user_tables
         where relname = 'scored_references' and n_tup_ins = $1`,
        [batches * size],
      );
      return found?.read;
    });
    expect(read).toBeLessThanOrEqual(3 * batches * size);
  });
});

describe('scored rows: what the gateway may do', () => {
  it.each([
    'select * from scored_rows',
    'select * from scored_references',
    'select * from scoring_gaps',
    'select * from scoring_dead_letters',
    'select * from versions',
    `insert into scored_references values ('p', 'e', 'r', '', 1, now())`,
    `delete from scored_rows`,
    `update scored_rows set score = 0`,
    `truncate scored_rows`,
    `delete from scoring_gaps`,
    `select nextval('scored_row_ids')`,
    `select ensure_scored_month(now())`,
    `drop table scored_rows`,
    `create table mine (n int)`,
  ])('scored rows: the gateway may not: %s', async (statement) => {
    await recordScoredRows(gateway, by, [row('a')]);
    await expect(gateway.query(statement)).rejects.toMatchObject({ code: expect.stringMatching(/^42501$/) as string });
  });

  it('scored rows: tables of its own never stand in the place of ours', async () => {
    await owner.query(
      'grant temporary on database ' + new URL(files.ownerUrl).pathname.slice(1) + ' to steward_gateway',
    );
    const own = connectDatabase({ url: files.gatewayUrl, max: 1 });
    const gap = { key: 'k', reason: 'disk_full', rows: 1, firstAt: at, lastAt: at } as const;
    try {
      for (const table of ['scoring_gaps', 'scored_rows', 'scored_references', 'scoring_dead_letters']) {
        await own.query(`create temporary table ${table} (key text)`);
        await own.query(`grant all on ${table} to public`);
      }
      await recordScoredRows(own, by, [row('a'), row('a', '{"LOAN":2}')]);
      await recordScoringDeadLetter(own, by, row('b'), 'why');
      await recordScoringGap(own, by, gap);
      const counts = `select (select count(*) from scored_rows) as rows, (select count(*) from scoring_gaps) as gaps,
        (select count(*) from scoring_dead_letters) as letters`;
      expect(await owner.query(counts)).toEqual([{ rows: 1, gaps: 1, letters: 2 }]);
    } finally {
      await own.close();
    }
  });

  it('scored rows: makes nothing of its own where the migrations were applied', async () => {
    const [rights] = await owner.query(
      `select datname from pg_database where datname = $1 and has_database_privilege('steward_gateway', oid, 'temporary')`,
      ['steward_template'],
    );
    expect(rights).toBeUndefined();
  });
});
