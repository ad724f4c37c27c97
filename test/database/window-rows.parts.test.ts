import { type Database, exactlyOne, type Tx } from '../../database/database';
import { listChangedWindows } from '../../database/judgement-history';
import { rangeOf } from '../../database/row-ranges';
import { countKnownRows, countWindowRows } from '../../database/training-rows';
import { readWindowRows, sampleRows } from '../../database/window-rows';
import {
  makeRows,
  type MonitoringStory,
  monitoringPolicy,
  onDay,
  startMonitoringStory,
  type TestOutcome,
} from '../support/monitoring-rows';

const place = { project: 'hmeq', environment: 'production' };
const ofWindow = 200;
const windows = 10;

let story: MonitoringStory;
let outcomes: TestOutcome[];

// Nobody analyses what a test has just written: to the planner these tables hold hardly a row of this project.
beforeEach(async () => {
  story = await startMonitoringStory(monitoringPolicy({ window: { kind: 'rows', rows: ofWindow } }));
  const release = await story.serve('1', onDay(0));
  const made = makeRows('a', windows * ofWindow, onDay(1));
  outcomes = made.outcomes(onDay(5));
  await story.score(release, 'v1', made.rows);
  await story.know(outcomes);
  story.at = onDay(20);
  await story.look();
});

afterEach(() => story.end());

/** Rows of the large tables that the connection has read and not yet told others of: the same until its transaction ends. */
async function readSoFar(tx: Tx): Promise<number> {
  const rows = await tx.query<{ read: number }>(
    `select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint as read from pg_stat_xact_user_tables
     where relname ~ '^(scored_rows|scored_references|outcomes)'`,
  );
  return exactlyOne(rows).read;
}

/** What `work` found, and how many rows of the large tables PostgreSQL read for it. */
async function counting<T>(work: (database: Database) => Promise<T>): Promise<{ found: T; read: number }> {
  let read = 0;
  const transaction: Database['transaction'] = (inside) =>
    story.database.transaction(async (tx) => {
      const before = await readSoFar(tx);
      const found = await inside(tx);
      read += (await readSoFar(tx)) - before;
      return found;
    });
  const found = await work({
    ...story.database,
    transaction,
    query: (text, values) => transaction((tx) => tx.query(text, values)),
  });
  return { found, read };
}

const rangeOfWindow = (number: number) => rangeOf(story.database, { ...place, number });

describe('the rows of a window', () => {
  it('are read for themselves, each with its own outcome, and not all of the release or the project', async () => {
    const range = await rangeOfWindow(5);
    const { found, read } = await counting((database) => readWindowRows(database, range, ofWindow, onDay(20)));
    expect(found.scores).toHaveLength(ofWindow);
    expect(found.outcomes.filter((outcome) => outcome === 1)).toHaveLength(ofWindow / 5);
    expect(read).toBeLessThanOrEqual(3 * ofWindow);
  });

  it('are sampled by reading what is in the sample', async () => {
    const range = await rangeOfWindow(5);
    const { found, read } = await counting((database) => sampleRows(database, range, ofWindow, ofWindow));
    expect(found).toHaveLength(ofWindow);
    expect(read).toBeLessThanOrEqual(3 * ofWindow);
  });

  it('of a large window are sampled by the index of every 32nd: the same each time, and those of a sparser sample among them', async () => {
    const range = { ...(await rangeOfWindow(1)), to: (await rangeOfWindow(windows)).to };
    const sample = (nth: number) => sampleRows(story.database, range, nth * 900, 1_000);
    const [whole, dense, sparse] = [await sample(1), await sample(32), await sample(33)];
    expect(await sample(32)).toEqual(dense);
    expect(dense.length).toBeGreaterThan(20);
    expect(sparse.length).toBeLessThan(dense.length);
    const seen = new Set(dense.map((row) => JSON.stringify(row)));
    for (const row of sparse) expect(seen).toContain(JSON.stringify(row));
    expect(whole.length).toBe(1_000);
  });

  it('have the same outcomes however many they are said to be, corrections and unknown ones included', async () => {
    const at = (place: number) => outcomes[place]!;
    const correct = (place: number, revision: number, recordedAt: string) => ({
      ...{ ...at(place), event: !at(place).event || revision > 2, revision, recordedAt },
    });
    await story.know([correct(0, 2, onDay(21)), correct(1, 2, onDay(21)), correct(1, 3, onDay(30))]);
    await story.know([{ ...correct(2, 2, onDay(22)), observedAt: onDay(0) }]);
    const range = await rangeOfWindow(1);
    // In any order: each score with its outcome, sorted.
    const read = async (rows: number, asOf: string) => {
      const { scores, outcomes: known } = await readWindowRows(story.database, range, rows, asOf);
      return [...scores]
        .map((score, row) => ({ score, outcome: known[row] }))
        .sort((one, other) => one.score - other.score);
    };
    for (const day of [4, 5, 20, 21, 25, 31]) {
      const asked = await read(ofWindow, onDay(day));
      expect(await read(1_000_000, onDay(day))).toEqual(asked);
      expect(asked.some(({ outcome }) => outcome === 2)).toBe(day < 5);
      expect(asked.some(({ outcome }) => outcome === 3)).toBe(day > 21);
    }
  });

  it('are found for a retraining without reading those between and beside its windows', async () => {
    const query = { ...place, windows: [2, 5, 9], asOf: onDay(20) };
    const known = await counting((database) => countKnownRows(database, query, true));
    expect(known.found).toEqual({ events: (3 * ofWindow) / 5, nonEvents: (3 * ofWindow * 4) / 5 });
    expect(known.read).toBeLessThanOrEqual(3 * 3 * ofWindow);
    const all = await counting((database) => countWindowRows(database, place, 5));
    expect(all).toEqual({ found: ofWindow, read: ofWindow });
  });

  it('tell which windows outcomes have changed, by the references of these outcomes', async () => {
    await story.know([450, 460].map((row) => ({ ...outcomes[row]!, event: true, revision: 2, recordedAt: onDay(21) })));
    const { found, read } = await counting((database) =>
      listChangedWindows(database, { ...place, until: onDay(22), limit: 7 }),
    );
    expect(found).toEqual([3]);
    // All outcomes of the project at most, to find the new ones; of the references only those of the new ones.
    expect(read).toBeLessThanOrEqual(windows * ofWindow + 10);
  });
});
