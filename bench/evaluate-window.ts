/**
 * From "a window is due" to its evaluation on record:
 *
 *   node --import tsx bench/evaluate-window.ts [ROWS]        (864,000 unless given)
 *
 * Starts a PostgreSQL of its own in a temporary folder, fills it with so many scored rows (twelve inputs each) and their
 * outcomes, and takes one look; then with as many again, whose evaluation also compares scores and inputs with the first
 * window; then delivers corrections and takes a third look, which evaluates the second window anew. Budget: 2 s for an
 * evaluation on a machine that does nothing else, so the load average is printed beside it, and 400 MB for the process.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createMonitoringActivities } from '../activities/monitoring';
import { connectDatabase, type Database } from '../database/database';
import { getEvaluation } from '../database/evaluations';
import { migrate } from '../database/migrate';
import { recordServing } from '../database/servings';
import { loginUrl } from '../test/support/databases';
import { monitoringPolicy } from '../test/support/monitoring-rows';
import {
  applyTestProject,
  digestOf,
  openTestRelease,
  projectFile,
  registerTestVersion,
} from '../test/support/release-fixtures';
import { readSystemFacts, requireLaptopPlatform } from '../worker/laptop/laptop-platform';
import { findFreePort } from '../worker/laptop/ports';
import { findPostgresBinaries } from '../worker/laptop/postgres-binaries';
import { ensureCluster } from '../worker/laptop/postgres-cluster';
import { ensureDatabase, ensureRoles } from '../worker/laptop/postgres-roles';
import { startPostgres } from '../worker/laptop/postgres-server';
import { chooseStepDown } from '../worker/laptop/step-down';

const budget = { seconds: 2, megabytes: 400 };
const place = { project: 'hmeq', environment: 'production' };

async function main(rows: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-bench-'));
  const server = await startServer(folder);
  const owner = connectDatabase({ url: loginUrl(server.adminUrl('postgres'), 'owner', 'bench'), max: 1 });
  const database = connectDatabase({ url: loginUrl(server.adminUrl('postgres'), 'application', 'bench'), max: 4 });
  try {
    const release = await prepare(database, rows);
    const clock = { at: '2040-12-01T00:00:00.000Z' };
    const look = createMonitoringActivities({
      database,
      now: () => clock.at,
      retrainingRoom: () => Promise.resolve({ may: true }),
      report: ({ error }) => console.error(error),
    }).evaluateDue;
    print(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`);
    print(`resident before the first look: ${megabytes()} MB`);
    await score(owner, release, rows, '2040-01-01');
    await measure('first window', database, look);
    await score(owner, release, rows, '2040-04-01');
    await measure('second window, compared with the first', database, look);
    await correct(owner);
    clock.at = '2040-12-02T00:00:00.000Z';
    await measure('second window anew, after corrections', database, look);
    if (Number(megabytes()) > budget.megabytes) process.exitCode = 1;
  } finally {
    await owner.close();
    await database.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Look = ReturnType<typeof createMonitoringActivities>['evaluateDue'];

async function measure(what: string, database: Database, look: Look): Promise<void> {
  const started = performance.now();
  const { newest } = await look({ ...place, cause: 'timer' });
  const seconds = (performance.now() - started) / 1_000;
  const { state, result, window } = await getEvaluation(database, newest);
  const load = loadavg()[0]?.toFixed(1);
  print(
    `${what}: ${seconds.toFixed(2)} s; ${state}, KS ${result?.ks?.toFixed(4)}, ${window?.rows} rows, ` +
      `${result?.shifts.length} shifts; resident at most ${megabytes()} MB; load average ${load}`,
  );
  if (seconds > budget.seconds) process.exitCode = 1;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The most that this process ever had. */
function megabytes(): string {
  return (process.resourceUsage().maxRSS / 1024).toFixed(0);
}

async function startServer(folder: string) {
  const binaries = await findPostgresBinaries(requireLaptopPlatform(readSystemFacts()));
  const cluster = {
    ...{ binaries, directory: path.join(folder, 'postgres'), durable: false },
    stepDown: await chooseStepDown(binaries.postgres, process.getuid?.()),
    adminPassword: randomBytes(16).toString('hex'),
  };
  await ensureCluster(cluster);
  const server = await startPostgres({
    ...{ ...cluster, port: await findFreePort(), logFile: path.join(folder, 'postgres.log') },
    ...{ maxConnections: 20, portVariable: 'another run', onSpawn: () => undefined },
  });
  const adminUrl = server.adminUrl('postgres');
  await ensureRoles(adminUrl, { owner: 'owner', application: 'application', gateway: 'gateway' });
  await ensureDatabase(adminUrl, 'bench');
  await migrate(loginUrl(adminUrl, 'owner', 'bench'));
  return server;
}

async function prepare(database: Database, rows: number): Promise<number> {
  const monitoring = monitoringPolicy({ window: { kind: 'rows', rows } });
  await applyTestProject(database, projectFile({ monitoring }));
  const version = await registerTestVersion(database, '1');
  const { release } = await openTestRelease(database, '1');
  const digests = { packageDigest: digestOf('1'), imageDigest: digestOf('1') };
  const serving = { release: release.number, version, ...digests, since: '2040-01-01T00:00:00.000Z' };
  await database.transaction((tx) => recordServing(tx, place, serving));
  return release.number;
}

/** An import under the key $1, at the time $2. */
const delivery = `delivery as (
  insert into outcome_imports overriding user value select (jsonb_populate_record(null::outcome_imports,
    jsonb_build_object('key', $1::text, 'project', 'hmeq', 'source', 'bench', 'imported_by', '{}'::jsonb,
    'imported_at', $2::timestamptz, 'summary', '{}'::jsonb, 'digest', 'sha256:1'))).* returning id
)`;

/** One row in three seconds; events score higher by chance. Written at once: how rows come in is another bench's matter. */
async function score(owner: Database, release: number, rows: number, from: string): Promise<void> {
  await owner.query(`set statement_timeout = 0`);
  const months = `generate_series($1::timestamptz, $1::timestamptz + $2 * interval '3 seconds' + interval '1 month', '1 month')`;
  await owner.query(`select ensure_scored_month(at) from ${months} at`, [from, rows]);
  await owner.query(
    `with made as (
       insert into scored_rows (id, project, environment, release, version, package_digest, reference, scored_at, score, inputs)
       select nextval('scored_row_ids'), 'hmeq', 'production', $1, 'v1', 'sha256:1', gen_random_uuid()::text,
         $2::timestamptz + n * interval '3 seconds', random(), jsonb_build_object('LOAN', (random() * 50000)::int,
         'MORTDUE', (random() * 100000)::int, 'VALUE', (random() * 200000)::int, 'REASON', 'DebtCon', 'JOB', 'Office',
         'YOJ', (random() * 30)::int, 'DEROG', 0, 'DELINQ', 1, 'CLAGE', random() * 300, 'NINQ', 1, 'CLNO', 20,
         'DEBTINC', random() * 60)
       from generate_series(1, $3::integer) n
       returning id, reference, scored_at
     )
     insert into scored_references (project, environment, reference, inputs_hash, row_id, scored_at)
     select 'hmeq', 'production', reference, '\\x00', id, scored_at from made`,
    [release, from, rows],
  );
  await owner.query(
    `with ${delivery}
     insert into outcomes (project, reference, revision, value, event, observed_at, recorded_at, import)
     select 'hmeq', reference, 1, '1', random() < 0.05 + 0.4 * score * score, scored_at + interval '30 days', $2::timestamptz, delivery.id
     from scored_rows, delivery where scored_at > $1::timestamptz order by random()`,
    [from, '2040-10-01'],
  );
  // As autovacuum does in time: index-only scans need it.
  for (const table of ['scored_rows', 'outcomes', 'scored_references']) await owner.query(`vacuum analyze ${table}`);
}

async function correct(owner: Database): Promise<void> {
  await owner.query(
    `with ${delivery}
     insert into outcomes (project, reference, revision, value, event, observed_at, recorded_at, import)
     select o.project, o.reference, 2, '1', not o.event, o.observed_at, $2, delivery.id
     from outcomes o join scored_rows r using (project, reference), delivery
     where r.scored_at > '2040-04-01' order by o.reference limit 1000`,
    ['corrections', '2040-12-01T00:00:00.001Z'],
  );
}

main(Number(process.argv[2] ?? 864_000)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
