import { createHash } from 'node:crypto';
import { createMonitoringActivities, type DueReport, type DueRequest } from '../../activities/monitoring';
import { connectDatabase, type Database, exactlyOne } from '../../database/database';
import { listEvaluations } from '../../database/evaluations';
import { recordServing } from '../../database/servings';
import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { RetrainingRoom } from '../../domain/retraining/may-retrain';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { ProjectFile } from '../../domain/project';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import { createTestDatabase } from './databases';
import { applyTestProject, digestOf, openTestRelease, projectFile, registerTestVersion } from './release-fixtures';

/** The gateway's and PostgreSQL's own clock is the real one, so the days of these tests lie after it. */
const firstDay = Date.parse('2040-01-01T00:00:00.000Z');
const day = 86_400_000;

/** So many days, and milliseconds, into the story. */
export function onDay(days: number, ms = 0): string {
  return new Date(firstDay + days * day + ms).toISOString();
}

export const daysOf = (days: number): number => days * day;

/** Windows of 20 rows that are old enough after ten days and judged from two events on. */
export function monitoringPolicy(change: Partial<MonitoringPolicy> = {}): MonitoringPolicy {
  return {
    environments: ['production'],
    everyMs: day,
    window: { kind: 'rows', rows: 20 },
    maturityMs: 10 * day,
    patienceMs: 10 * day,
    coverage: 0.8,
    threshold: 0.45,
    margin: 0.02,
    minimumEvents: 2,
    consecutive: 2,
    ...change,
  };
}

export function retrainingPolicy(change: Partial<RetrainingPolicy> = {}): RetrainingPolicy {
  const budget = { attempts: 2, withinMs: 30 * day };
  return {
    ...({ start: 'automatic', parameters: {}, seed: 1, deadlineMs: 60_000, windows: 4, margin: 0.02 } as const),
    ...{ coolDownMs: day, budget },
    ...change,
  };
}

export interface TestRow {
  readonly reference: string;
  readonly score: number;
  readonly scoredAt: string;
  readonly inputs?: Readonly<Record<string, number | string | null>>;
}

export interface TestOutcome {
  readonly reference: string;
  readonly event: boolean;
  readonly observedAt: string;
  readonly recordedAt: string;
  readonly revision?: number;
}

export interface MonitoringStory {
  readonly database: Database;
  /** As the migrations log in: for what nobody else may do. */
  readonly ownerUrl: string;
  /** The time that the monitor sees. */
  at: string;
  /** Whether Steward may retrain by itself. */
  room: RetrainingRoom;
  readonly broken: unknown[];
  apply(monitoring: MonitoringPolicy | undefined, change?: Partial<ProjectFile>): Promise<void>;
  /** A new release of the version told by the character serves from then on; returns its number. */
  serve(character: string, since: string): Promise<number>;
  score(release: number, version: string, rows: readonly TestRow[]): Promise<void>;
  know(outcomes: readonly TestOutcome[]): Promise<void>;
  look(change?: Partial<DueRequest>, through?: { readonly database: Database }): Promise<DueReport>;
  /** Oldest first. */
  evaluations(): Promise<Evaluation[]>;
  gateway: Database;
  end(): Promise<void>;
}

/** A database in which things are scored, known and judged, at times that the test sets. */
export async function startMonitoringStory(policy = monitoringPolicy()): Promise<MonitoringStory> {
  const files = await createTestDatabase();
  const database = connectDatabase({ url: files.url, max: 6 });
  const gateway = connectDatabase({ url: files.gatewayUrl, max: 4 });
  const story: MonitoringStory = {
    ...{ database, gateway, ownerUrl: files.ownerUrl, at: onDay(0), room: { may: true }, broken: [] },
    apply: (monitoring, change = {}) =>
      applyTestProject(database, projectFile({ ...(monitoring ? { monitoring } : {}), ...change })),
    serve: (character, since) => serve(database, character, since),
    score: (release, version, rows) => scoreRows(gateway, release, version, rows),
    know: (outcomes) => knowOutcomes(database, outcomes),
    look: (change = {}, through = { database }) =>
      createMonitoringActivities({
        ...through,
        now: () => story.at,
        retrainingRoom: () => Promise.resolve(story.room),
        report: ({ error }) => void story.broken.push(error),
      }).evaluateDue({ project: 'hmeq', environment: 'production', cause: 'timer', ...change }),
    evaluations: async () =>
      (await listEvaluations(database, { project: 'hmeq', environment: 'production', limit: 500 })).reverse(),
    end: async () => {
      await database.close();
      await gateway.close();
      await files.drop();
    },
  };
  await story.apply(policy);
  return story;
}

async function serve(database: Database, character: string, since: string): Promise<number> {
  const version = await registerTestVersion(database, character);
  await database.query(
    `update releases set state = 'failed', ended_at = now() where state not in ('failed', 'serving')`,
  );
  const { release } = await openTestRelease(database, character);
  await database.query(`update releases set state = 'serving', ended_at = now() where number = $1`, [release.number]);
  const digests = { packageDigest: digestOf(character), imageDigest: digestOf(character) };
  const place = { project: 'hmeq', environment: 'production' };
  await database.transaction((tx) => recordServing(tx, place, { release: release.number, version, ...digests, since }));
  return release.number;
}

/** With the gateway's login and function, and nothing else. */
async function scoreRows(gateway: Database, release: number, version: string, rows: readonly TestRow[]): Promise<void> {
  const inputs = rows.map((row) => JSON.stringify(row.inputs ?? { LOAN: 1500 }));
  await gateway.query('select * from record_scored_rows($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)', [
    ...['hmeq', 'production', release, version, digestOf('1')],
    rows.map(({ reference }) => reference),
    inputs.map((text) => createHash('sha256').update(text).digest()),
    rows.map(({ scoredAt }) => scoredAt),
    rows.map(({ score }) => score),
    inputs,
  ]);
}

let deliveries = 0;

async function knowOutcomes(database: Database, outcomes: readonly TestOutcome[]): Promise<void> {
  deliveries += 1;
  const delivery = {
    ...{ key: `test/${deliveries}`, project: 'hmeq', source: 'test', imported_by: { kind: 'system' } },
    ...{ imported_at: outcomes[0]?.recordedAt, summary: {}, digest: digestOf('d') },
  };
  const rows = await database.query<{ id: number }>(
    `insert into outcome_imports overriding user value
     select (jsonb_populate_record(null::outcome_imports, $1)).* returning id`,
    [JSON.stringify(delivery)],
  );
  await database.query(
    `insert into outcomes (project, reference, revision, value, event, observed_at, recorded_at, import)
     select 'hmeq', *, $7 from unnest($1::text[], $2::integer[], $3::text[], $4::boolean[], $5::timestamptz[],
       $6::timestamptz[])`,
    [
      outcomes.map(({ reference }) => reference),
      outcomes.map(({ revision }) => revision ?? 1),
      outcomes.map(({ event }) => (event ? '1' : '0')),
      outcomes.map(({ event }) => event),
      outcomes.map(({ observedAt }) => observedAt),
      outcomes.map(({ recordedAt }) => recordedAt),
      exactlyOne(rows).id,
    ],
  );
}

/**
 * Rows `prefix1` to `prefix<count>`, one a minute from `scoredAt` on, every fifth an event. `quality` tells the scores
 * apart: `good` separates wholly (KS 1), `poor` not at all (KS 0 but for chance: the same scores for both).
 */
export function makeRows(
  prefix: string,
  count: number,
  scoredAt: string,
  quality: 'good' | 'poor' = 'good',
): { rows: TestRow[]; outcomes: (at: string, recordedAt?: string) => TestOutcome[] } {
  const isEvent = (index: number): boolean => index % 5 === 0;
  const rows = Array.from({ length: count }, (_, index) => ({
    reference: `${prefix}${index + 1}`,
    score: quality === 'good' ? (isEvent(index) ? 0.8 : 0.2) + index / 10_000 : 0.3 + (Math.floor(index / 5) % 2) / 10,
    scoredAt: new Date(Date.parse(scoredAt) + index * 60_000).toISOString(),
  }));
  return {
    rows,
    outcomes: (observedAt, recordedAt = observedAt) =>
      rows.map(({ reference }, index) => ({ reference, event: isEvent(index), observedAt, recordedAt })),
  };
}
