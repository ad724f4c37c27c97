import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateApplicants } from '../world/generate-applicants';
import { writeApplications, writeCsv, writeOutcomes } from '../world/write-csv';

/** The world of the sample project. */
export const sampleSeed = 7;

const trainRows = 4_000;
const testRows = 1_000;
const laterRows = 2_000;
/** As many as a window of the sample's project file holds. */
const monthRows = 1_500;

/** How far the world has moved on when a month's applicants come: as it was, then far, for good. */
const drifts = [0, 1, 1, 1] as const;

/** Applications of one month, and the file that later says what became of them. */
export interface Month {
  readonly applications: string;
  readonly outcomes: string;
}

export interface SampleData {
  /** What the champion learns from. */
  readonly train: string;
  /** Applicants whom neither model has seen. */
  readonly test: string;
  /** The champion's applicants and those who came after: what the challenger learns from. */
  readonly later: string;
  /** Applicants who come while a model serves: one month as those that the champion knows, then others. */
  readonly months: readonly Month[];
}

/** Writes the applicants of the sample project as CSV files; nobody is in two of them but for `train` and `later`. */
export async function writeSampleData(folder: string): Promise<SampleData> {
  await mkdir(folder, { recursive: true });
  const write = async (name: string, text: string): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const first = generateApplicants({ seed: sampleSeed, rows: trainRows });
  const held = generateApplicants({ seed: sampleSeed, rows: testRows, firstReference: trainRows });
  const newer = generateApplicants({ seed: sampleSeed, rows: laterRows, firstReference: trainRows + testRows });
  const months: Month[] = [];
  for (const [at, drift] of drifts.entries()) {
    const firstReference = trainRows + testRows + laterRows + at * monthRows;
    const applicants = generateApplicants({ seed: sampleSeed, rows: monthRows, firstReference, drift });
    months.push({
      applications: await write(`month-${at + 1}.csv`, writeApplications(applicants)),
      outcomes: await write(`month-${at + 1}-outcomes.csv`, writeOutcomes(applicants)),
    });
  }
  return {
    train: await write('train.csv', writeCsv(first)),
    test: await write('test.csv', writeCsv(held)),
    later: await write('later.csv', writeCsv([...first, ...newer])),
    months,
  };
}
