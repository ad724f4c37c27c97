import { beginStep, finishStep } from '../../database/advance-release';
import { StewardError } from '../../domain/errors';
import type { GoldenRow, PackageManifest } from '../../domain/package/manifest';
import { makeProbeRows } from '../../domain/package/probe-rows';
import type { ScoreRow } from '../../domain/ports/target';
import type { Release } from '../../domain/release/release';
import type { ReleaseDependencies, ReleaseKey } from './dependencies';
import { readSubject } from './read-subject';

type Score = (rows: readonly ScoreRow[]) => Promise<readonly number[]>;

/** Verify: scores golden rows, or probe rows where there are none, on the staged model itself. */
export async function verifyScores(deps: ReleaseDependencies, { release: number }: ReleaseKey): Promise<void> {
  const release = await deps.database.transaction((tx) => beginStep(tx, number, 'verify', deps.now()));
  const { target, version } = await readSubject(deps, release);
  const { manifest } = version;
  const deployment = { project: release.project, environment: release.environment, release: number };
  const signature = manifest.model.signatures.find(({ name }) => name === manifest.call.signature);
  const score: Score = (rows) => target.probe(deployment, manifest.call, manifest.contract, rows, signature);
  const verified = await (manifest.goldenRows.length > 0 ? checkGolden(manifest, score) : checkProbes(manifest, score));
  const detail = verified.golden
    ? `${verified.rows} golden rows score as expected`
    : `scores not verified: ${verified.rows} made-up rows gave probabilities, twice the same`;
  await deps.database.transaction((tx) =>
    finishStep(tx, number, 'verify', { at: deps.now(), detail, change: { verified } }),
  );
}

async function checkGolden(manifest: PackageManifest, score: Score): Promise<NonNullable<Release['verified']>> {
  const { goldenRows, goldenTolerance } = manifest;
  const scores = await score(goldenRows);
  const differences = goldenRows.map((row, index) => Math.abs(row.score - (scores[index] ?? Number.NaN)));
  const wrong = differences.flatMap((difference, index) => (difference <= goldenTolerance ? [] : [index]));
  const [first] = wrong;
  if (first !== undefined) throw goldenFailure(goldenRows, scores, first, wrong.length);
  return { rows: goldenRows.length, golden: true, maxDifference: Math.max(...differences) };
}

function goldenFailure(
  rows: readonly GoldenRow[],
  scores: readonly number[],
  first: number,
  count: number,
): StewardError {
  return new StewardError('golden_rows_differ', {
    row: first + 1,
    got: scores[first] ?? 'nothing',
    expected: rows[first]?.score ?? 'nothing',
    count,
    rows: rows.length,
  });
}

async function checkProbes(manifest: PackageManifest, score: Score): Promise<NonNullable<Release['verified']>> {
  const rows = makeProbeRows(manifest.contract);
  const first = await score(rows);
  const outside = rows.findIndex((_, index) => !isProbability(first[index]));
  if (outside >= 0)
    throw new StewardError('scores_out_of_range', { row: outside + 1, got: first[outside] ?? 'nothing' });
  const second = await score(rows);
  const changed = rows.findIndex((_, index) => first[index] !== second[index]);
  if (changed >= 0)
    throw new StewardError('scores_not_repeatable', {
      row: changed + 1,
      first: first[changed] ?? 'nothing',
      second: second[changed] ?? 'nothing',
    });
  return { rows: rows.length, golden: false, maxDifference: 0 };
}

function isProbability(value: number | undefined): boolean {
  return value !== undefined && value >= 0 && value <= 1;
}
