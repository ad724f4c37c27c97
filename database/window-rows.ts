import type { Digest } from '../domain/digest';
import type { SampledRow } from '../domain/monitoring/find-shifts';
import type { WindowRows } from '../domain/monitoring/measure-rows';
import { losesRows, type GapReason } from '../domain/scoring/scored-row';
import type { Instant } from '../domain/release/release';
import { type Database, exactlyOne, type Tx } from './database';
import type { RowRange } from './row-ranges';

/** Large windows take their time and memory: 864,000 rows with outcomes are joined in about 100 MB, and in a second. */
const forLargeReads = `select set_config('work_mem', '256MB', true), set_config('statement_timeout', '120000', true),
  set_config('random_page_cost', '1.1', true), set_config('jit', 'off', true)`;

const ofRange = `r.project = $1 and r.environment = $2 and r.release = $3
  and r.scored_at >= $4 and r.scored_at <= $6 and (r.scored_at, r.id) >= ($4, $5) and (r.scored_at, r.id) <= ($6, $7)
  and r.id <= $8`;

function valuesOf({ project, environment, release, from, to, ceiling }: RowRange): unknown[] {
  return [project, environment, release, from.at, from.id, to.at, to.id, ceiling];
}

/** Reads in a transaction of its own, with more time and memory than other statements get. */
export function readLargely<T>(database: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return database.transaction(async (tx) => {
    await tx.query(forLargeReads);
    return work(tx);
  });
}

/** Up to so many rows the outcome of each is asked for; of more, all outcomes of the project are read at once. */
const mostAsked = 20_000;

interface OutcomeSource {
  /** Joins `known`, the outcome of a row `r` as of $9. */
  readonly join: string;
  readonly event: string;
  readonly observedAt: string;
}

/**
 * By the key of outcomes, row by row. A join would be free to read all outcomes for each row, and does so where the planner
 * has not met the project's outcomes yet: after the first import, or beside projects that have many more.
 */
const asked: OutcomeSource = {
  join: `left join lateral (
    select event, observed_at from outcomes
    where project = $1 and reference = r.reference and recorded_at <= $9 order by revision desc limit 1
  ) o on true`,
  event: 'o.event',
  observedAt: 'o.observed_at',
};

/**
 * First outcomes are joined as they are; of corrections there are few, and an index holds no others. No WITH: it would
 * keep the whole from being done by several processes.
 */
const joined: OutcomeSource = {
  join: `left join outcomes o
    on o.project = $1 and o.reference = r.reference and o.revision = 1 and o.recorded_at <= $9
  left join (
    select distinct on (reference) reference, event, observed_at from outcomes
    where project = $1 and revision > 1 and recorded_at <= $9 order by reference, revision desc
  ) c on c.reference = o.reference`,
  event: 'coalesce(c.event, o.event)',
  observedAt: 'coalesce(c.observed_at, o.observed_at)',
};

/**
 * Score and outcome of each of the `rows` rows of a range, as the outcomes were known at a time: of each reference the
 * highest revision that was recorded by then. Rows come packed, nine bytes each, because a million of them one by one would
 * take seconds.
 */
export function readWindowRows(database: Database, range: RowRange, rows: number, asOf: Instant): Promise<WindowRows> {
  return readLargely(database, async (tx) => {
    const { join, event, observedAt } = rows <= mostAsked ? asked : joined;
    // Whatever the planner thinks of their number, so many rows are joined at once.
    if (rows > mostAsked) await tx.query(`select set_config('enable_nestloop', 'off', true)`);
    const found = await tx.query<{ scores: Buffer | null; outcomes: Buffer | null }>(
      `select string_agg(float8send(r.score), ''::bytea) as scores,
         string_agg(case
           when ${observedAt} is null then '\\x02'::bytea
           when ${observedAt} < r.scored_at then '\\x03'::bytea
           when ${event} then '\\x01'::bytea
           else '\\x00'::bytea end, ''::bytea) as outcomes
       from scored_rows r ${join} where ${ofRange}`,
      [...valuesOf(range), asOf],
    );
    const { scores, outcomes } = exactlyOne(found);
    return { scores: readDoubles(scores ?? Buffer.alloc(0)), outcomes: new Uint8Array(outcomes ?? []) };
  });
}

/** Where the time of a range begins: after the window before it. */
const ofTime = `before as materialized (
    select to_at, to_id from windows where project = $1 and environment = $2 and release = $3
      and (to_at, to_id) < ($4, $5) order by to_at desc, to_id desc limit 1
  ), begin as materialized (
    select coalesce((select to_at from before), '-infinity') as at, coalesce((select to_id from before), 0) as id
  )`;

const inTime = `r.project = $1 and r.environment = $2 and r.release = $3
  and r.scored_at >= (select at from begin) and r.scored_at <= $6 and (r.scored_at, r.id) <= ($6, $7)
  and (r.scored_at, r.id) > ((select at from begin), (select id from begin))`;

export interface HashedRows {
  readonly rows: number;
  readonly digest: Digest;
  /** Rows of its time that came after it was read: there is no need to look for late ones where there are none. */
  readonly newer: number;
}

/**
 * How many rows a range has, and the SHA-256 over them in their order: of each row the id as 8 bytes (int8) and the score
 * as 8 bytes (IEEE 754 double), both big-endian. One pass over the index.
 */
export function hashRows(database: Database, range: RowRange): Promise<HashedRows> {
  return readLargely(database, async (tx) => {
    const found = await tx.query<{ rows: number; newer: number; hash: string }>(
      // Rows above the ceiling give null, which string_agg leaves out.
      `with ${ofTime}
       select count(*) filter (where r.id <= $8) as rows, count(*) filter (where r.id > $8) as newer,
         encode(sha256(coalesce(string_agg(case when r.id <= $8 then int8send(r.id) || float8send(r.score) end,
           ''::bytea order by r.scored_at, r.id), ''::bytea)), 'hex') as hash
       from scored_rows r where ${inTime}`,
      valuesOf(range),
    );
    const { rows, newer, hash } = exactlyOne(found);
    return { rows, newer, digest: `sha256:${hash}` };
  });
}

/** Ids scattered by a prime, as those of one environment may follow a pattern. An index holds every 32nd. */
const scattered = 'r.id % 1000003 * 7919 % 1000003';
const indexed = 32;

/**
 * Scores and inputs of at most `wanted` of the `rows` rows of a range, every nth in a scattered order: always the same
 * ones.
 */
export function sampleRows(database: Database, range: RowRange, rows: number, wanted: number): Promise<SampledRow[]> {
  return readLargely(database, async (tx) => {
    // A little fewer are aimed at, so that the limit, which would leave out the newest, is not met.
    const nth = rows <= wanted ? 1 : Math.ceil(rows / (0.9 * wanted));
    const [picked, step] =
      nth < indexed
        ? [`${scattered} % $9 = 0`, nth]
        : [`${scattered} % ${indexed} = 0 and ${scattered} % $9 = 0`, Math.ceil(nth / indexed) * indexed];
    // Ids from the index first: only the rows of the sample are then read as a whole, one by one. A join would be free to
    // read the whole release for each, and does so where the planner has not met the release yet.
    return tx.query<SampledRow>(
      `with sampled as materialized (
         select r.scored_at, r.id from scored_rows r
         where ${ofRange} and ${picked} order by r.scored_at, r.id limit $10
       )
       select r.score, r.inputs from sampled s cross join lateral (
         select score, inputs from scored_rows
         where project = $1 and environment = $2 and release = $3 and scored_at = s.scored_at and id = s.id limit 1
       ) r`,
      [...valuesOf(range), step, wanted],
    );
  });
}

/**
 * Answers from a range's time that are not among the scored rows, as known at a time. Its time begins after the window
 * before it, so that what is missing between two windows counts for the later one.
 */
export async function countMissing(
  tx: Tx,
  range: RowRange,
  asOf: Instant,
): Promise<{ lost: number; elsewhere: number; taken: number }> {
  const values = [range.project, range.environment, range.release, range.from.at, range.to.at, asOf, range.from.id];
  const begin = `coalesce((select max(to_at) from windows where project = $1 and environment = $2 and release = $3
    and (to_at, to_id) < ($4, $7)), '-infinity')`;
  const gaps = await tx.query<{ reason: GapReason; rows: number }>(
    `select reason, sum(rows)::bigint as rows from scoring_gaps where project = $1 and environment = $2 and release = $3
       and last_at > ${begin} and first_at <= $5 and recorded_at <= $6 group by reason`,
    values,
  );
  const letters = await tx.query<{ reason: 'refused' | 'reference_taken'; rows: number }>(
    `select reason, count(*) as rows from scoring_dead_letters where project = $1 and environment = $2 and release = $3
       and scored_at > ${begin} and scored_at <= $5 and recorded_at <= $6 group by reason`,
    values,
  );
  const gone = (lost: boolean) => sum(gaps.filter(({ reason }) => losesRows(reason) === lost));
  const refused = sum(letters.filter(({ reason }) => reason === 'refused'));
  return { lost: gone(true) + refused, elsewhere: gone(false), taken: sum(letters) - refused };
}

/**
 * Rows whose time lies after the window before a range and not after its end, and that came when it was closed already:
 * they are in no window. As known at a time.
 */
export function countLate(database: Database, range: RowRange, asOf: Instant): Promise<number> {
  return readLargely(database, async (tx) => {
    const rows = await tx.query<{ rows: number }>(
      // All but the time of recording is in the index, so that only rows above the ceiling are read as a whole.
      `with ${ofTime} select count(*) as rows from scored_rows r where ${inTime} and r.id > $8 and r.recorded_at <= $9`,
      [...valuesOf(range), asOf],
    );
    return exactlyOne(rows).rows;
  });
}

function sum(counts: readonly { readonly rows: number }[]): number {
  return counts.reduce((total, { rows }) => total + rows, 0);
}

/** Big-endian doubles, as PostgreSQL sends them. */
function readDoubles(bytes: Buffer): Float64Array {
  const own = new Uint8Array(bytes);
  Buffer.from(own.buffer).swap64();
  return new Float64Array(own.buffer);
}
