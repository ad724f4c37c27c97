/**
 * From the approval's click to serving and verified, on `local`, with a warm worker:
 *
 *   node --import tsx bench/approve-to-serving.ts [RELEASES]        (20 unless given)
 *
 * Starts a Steward of its own in a temporary folder, every part a process, and releases two small models in turn. The
 * clock runs from the moment the click is sent to the moment PostgreSQL says `serving`; the budget is p95 < 2 s on a
 * machine that does nothing else, so the load average is printed beside the figures.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, platform, release as systemRelease, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import type { Release } from '../domain/release/release';
import { dana } from '../test/playground/connector/stand-in';
import {
  approve,
  cardOf,
  type DrivenLaptop,
  inState,
  recorded,
  requestRelease,
  say,
  startDrivenLaptop,
  until,
} from '../test/support/laptop-driver';
import { writeSmallPackage } from '../test/support/small-package';

const budgetMs = 2_000;
const warmUps = 2;
const steps = ['push', 'stage', 'verify', 'switch'] as const;

interface Run {
  readonly servingMs: number;
  /** To the end of the transaction that decides. */
  readonly decidedMs: number;
  readonly answeredMs: number;
  readonly shownMs: number;
  readonly release: Release;
}

async function main(releases: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-bench-'));
  const driven = await startDrivenLaptop(path.join(folder, 'home'), ['staging']);
  try {
    for (const seed of [1, 2]) await register(driven, seed);
    const runs: Run[] = [];
    for (let count = 0; count < warmUps + releases; count += 1) {
      const run = await measureOne(driven, `v${(count % 2) + 1}`);
      if (count >= warmUps) runs.push(run);
    }
    report(runs);
  } finally {
    await driven.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function register(driven: DrivenLaptop, seed: number): Promise<void> {
  await writeSmallPackage(path.join(driven.home, 'inbox', `model-${seed}.zip`), seed);
  await say(driven, dana, `register model-${seed}.zip`);
  await until(`v${seed}`, async () => {
    const rows = await driven.database.query('select 1 from versions where label = $1', [`v${seed}`]);
    return rows[0];
  });
}

async function measureOne(driven: DrivenLaptop, version: string): Promise<Run> {
  const number = await requestRelease(driven, version, 'staging');
  await cardOf(driven, number, ({ buttons }) => buttons.some(({ verb }) => verb === 'approve'));
  const clickedAt = Date.now();
  const clicked = performance.now();
  const since = (): number => performance.now() - clicked;
  const answering = approve(driven, number).then(since);
  const release = await inState(driven, number, 'serving');
  const servingMs = since();
  if (release.state !== 'serving')
    throw new Error(`r${number} ended ${release.state}: ${JSON.stringify(release.ending)}`);
  await cardOf(driven, number, (card) => JSON.stringify(card.card).includes('Serving, scores verified'));
  const shownMs = since();
  const ended = await recorded(driven, number);
  const decidedMs = Date.parse(ended.steps.find(({ step }) => step === 'approve')?.endedAt ?? '') - clickedAt;
  return { servingMs, decidedMs, answeredMs: await answering, shownMs, release: ended };
}

function report(runs: readonly Run[]): void {
  const processor = cpus();
  const memory = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${processor.length} × ${processor[0]?.model ?? 'unknown processor'}, ${memory} GB, ${platform()} ${systemRelease()}, ` +
      `Node ${process.versions.node}; load average ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
  );
  const serving = runs.map(({ servingMs }) => servingMs);
  print('click → serving and verified', serving);
  print(
    'click → its answer',
    runs.map(({ answeredMs }) => answeredMs),
  );
  print(
    'click → card says so',
    runs.map(({ shownMs }) => shownMs),
  );
  print(
    '  the decision',
    runs.map(({ decidedMs }) => decidedMs),
  );
  for (const step of steps)
    print(
      `  ${step}`,
      runs.map(({ release }) => lengthOf(release, step)),
    );
  print('  between these', runs.map(betweenSteps));
  const within = quantile(serving, 0.95) < budgetMs;
  console.log(`p95 is ${within ? 'within' : 'ABOVE'} the budget of ${budgetMs} ms over ${runs.length} releases.`);
  if (!within) process.exitCode = 1;
}

/** The engine's own part: from the end of one step to the beginning of the next. */
function betweenSteps({ servingMs, decidedMs, release }: Run): number {
  return servingMs - decidedMs - steps.reduce((sum, step) => sum + lengthOf(release, step), 0);
}

function lengthOf(release: Release, step: string): number {
  const record = release.steps.find((candidate) => candidate.step === step);
  return Date.parse(record?.endedAt ?? '') - Date.parse(record?.startedAt ?? '');
}

function print(what: string, values: readonly number[]): void {
  const [p50, p95, max] = [0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(0).padStart(5));
  console.log(`${what.padEnd(30)} p50 ${p50} ms   p95 ${p95} ms   max ${max} ms`);
}

/** The smallest value that so large a share of all values does not exceed. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

main(Number(process.argv[2] ?? 20)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
