import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateApplicants } from '../world/generate-applicants';
import { writeCsv } from '../world/write-csv';

/** The world of the sample project. */
const sampleSeed = 7;

const trainRows = 4_000;
const testRows = 1_000;
const laterRows = 2_000;

interface SampleData {
  /** What the champion learns from. */
  readonly train: string;
  /** Applicants whom neither model has seen. */
  readonly test: string;
  /** The champion's applicants and those who came after: what the challenger learns from. */
  readonly later: string;
}

/** Writes the applicants of the sample project as CSV files; nobody is in both a training file and the test file. */
export async function writeSampleData(folder: string): Promise<SampleData> {
  await mkdir(folder, { recursive: true });
  const files = { train: 'train.csv', test: 'test.csv', later: 'later.csv' } as const;
  const [train, test, later] = [files.train, files.test, files.later].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const first = generateApplicants({ seed: sampleSeed, rows: trainRows });
  const held = generateApplicants({ seed: sampleSeed, rows: testRows, firstReference: trainRows });
  const newer = generateApplicants({ seed: sampleSeed, rows: laterRows, firstReference: trainRows + testRows });
  await writeFile(train, writeCsv(first));
  await writeFile(test, writeCsv(held));
  await writeFile(later, writeCsv([...first, ...newer]));
  return { train, test, later };
}
