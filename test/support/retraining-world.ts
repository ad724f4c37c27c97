import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { findServing } from '../../database/servings';
import { getVersion } from '../../database/versions';
import type { ProjectFile } from '../../domain/project';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import { readTable } from '../../formats/csv/read-table';
import { generateApplicants } from '../../playground/world/generate-applicants';
import { writeCsv } from '../../playground/world/write-csv';
import { trainModel } from '../../trainer/train';
import { closeWindow, recordOutcomes, recordRows } from './scored-world';
import { testProject, type TestSteward } from './steward';
import { createTestRunner, scoreRows } from './training';

export const rowsOfWindow = 900;

/** A project whose production is judged and may be retrained at any time. */
export function retrainingProject(change: Partial<RetrainingPolicy> = {}): ProjectFile {
  return {
    ...testProject(),
    monitoring: {
      environments: ['production'],
      everyMs: 3_600_000,
      window: { kind: 'rows', rows: rowsOfWindow },
      maturityMs: 0,
      patienceMs: 0,
      coverage: 0.5,
      threshold: 0.4,
      margin: 0.02,
      minimumEvents: 50,
      consecutive: 2,
    },
    retraining: {
      start: 'ask',
      parameters: { rounds: 40 },
      seed: 7,
      deadlineMs: 120_000,
      windows: 1,
      margin: 0.02,
      coolDownMs: 0,
      budget: { attempts: 1_000, withinMs: 3_600_000 },
      ...change,
    },
  };
}

/** The package of a small model. */
export function trainPackage(seed: number): Buffer {
  const applicants = generateApplicants({ seed: 5, rows: 1_000, firstReference: seed * 100_000 });
  const spec = { contract: { outcome: { name: 'BAD', event: '1' } }, seed, parameters: { rounds: 40 } };
  return trainModel(readTable(Buffer.from(writeCsv(applicants))), spec).package;
}

/** Scores a window of applicants with what serves, and lets their outcomes become known. */
export async function scoreWindow(
  steward: Pick<TestSteward, 'database' | 'gatewayUrl' | 'inbox'>,
  folder: string,
  number: number,
  drift: number,
): Promise<void> {
  const serving = await findServing(steward.database, 'hmeq', 'production');
  const { manifest, label } = await getVersion(steward.database, 'hmeq', serving?.version ?? '');
  const { release = 0 } = serving ?? {};
  const by = {
    project: 'hmeq',
    environment: 'production',
    release,
    version: label,
    packageDigest: manifest.packageDigest,
  };
  const applicants = generateApplicants({ seed: 5, rows: rowsOfWindow, drift, firstReference: number * 10_000 });
  const runner = createTestRunner((work) => work(mkdtempSync(path.join(folder, 'score-'))));
  const archive = path.join(steward.inbox, label === 'v1' ? 'champion.zip' : 'other.zip');
  const scores = await scoreRows(runner, { archive, manifest }, applicants);
  const scoredAt = (row: number) => new Date(Date.UTC(2026, 0, number, 0, 0, row)).toISOString();
  const rows = applicants.map(({ reference, inputs }, row) => ({
    reference,
    inputs,
    scoredAt: scoredAt(row),
    score: scores[row] ?? NaN,
  }));
  await recordRows(steward.gatewayUrl, by, rows);
  const observedAt = new Date(Date.UTC(2026, 0, number, 12)).toISOString();
  const outcomes = applicants.map(({ reference, BAD }) => ({ reference, value: String(BAD), observedAt }));
  await recordOutcomes(steward.database, 'hmeq', observedAt, outcomes);
  await closeWindow(
    steward.database,
    by,
    number,
    applicants.map(({ reference }) => reference),
  );
}
