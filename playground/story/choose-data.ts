import path from 'node:path';
import type { SampleDatasets } from '../sample/prepare-sample';
import { writeSampleData } from '../sample/write-sample-data';
import { writeQuarters } from './write-quarters';

/** Applications that come in together, and the file that later says what became of them. */
export interface Batch {
  readonly name: string;
  readonly applications: string;
  readonly outcomes: string;
}

export interface StoryData {
  readonly datasets: SampleDatasets;
  /** Rows that neither model learns from. */
  readonly test: string;
  /** What comes while the champion serves, in order; its last two batches are to raise the alert. */
  readonly batches: readonly Batch[];
  /** What comes after the retraining. */
  readonly afterwards: readonly Batch[];
  /** Rows of a window, and KS that is agreed. */
  readonly agreed: { readonly rows: number; readonly threshold: number };
  /** Whether a challenger must win, or the gate's answer is taken whatever it is. */
  readonly mustWin: boolean;
  /** For the reader. */
  readonly words: string;
}

/** The files of a folder, or made-up applicants written below `home`. */
export async function chooseData(home: string, folder: string | undefined): Promise<StoryData> {
  return folder === undefined ? madeUp(path.join(home, 'sample')) : hmeq(path.join(home, 'sample'), folder);
}

async function madeUp(folder: string): Promise<StoryData> {
  const { train, test, later, months } = await writeSampleData(folder);
  const batches = months.map((month, at) => ({ name: `month ${at + 1}`, ...month }));
  return {
    datasets: { champion: train, challenger: later },
    test,
    batches: batches.slice(0, -1),
    afterwards: batches.slice(-1),
    agreed: { rows: 1_500, threshold: 0.45 },
    mustWin: true,
    words: 'made-up applicants',
  };
}

/** A window of each quarter's applicants, as the quarters are four times as large. */
const quarterWindow = 1_490;

async function hmeq(folder: string, source: string): Promise<StoryData> {
  const [train, test] = [path.join(source, 'train.csv'), path.join(source, 'test.csv')];
  const batches = await writeQuarters(folder, source, quarterWindow);
  const decayed = batches.findIndex(({ name }) => name.startsWith('Q2')) + 2;
  return {
    datasets: { champion: train, challenger: train },
    test,
    batches: batches.slice(0, decayed),
    afterwards: batches.slice(decayed),
    agreed: { rows: quarterWindow, threshold: 0.75 },
    mustWin: false,
    words: source,
  };
}
