import path from 'node:path';
import type { SampleDatasets } from '../sample/prepare-sample';
import { writeSampleData } from '../sample/write-sample-data';

export interface StoryData {
  readonly datasets: SampleDatasets;
  /** Rows that neither model learns from. */
  readonly test: string;
  /** For the reader. */
  readonly words: string;
}

/** The files of a folder, or made-up applicants written below `home`. */
export async function chooseData(home: string, folder: string | undefined): Promise<StoryData> {
  if (folder === undefined) {
    const { train, test, later } = await writeSampleData(path.join(home, 'sample'));
    return { datasets: { champion: train, challenger: later }, test, words: 'made-up applicants' };
  }
  const [train, test] = [path.join(folder, 'train.csv'), path.join(folder, 'test.csv')];
  return { datasets: { champion: train, challenger: train }, test, words: folder };
}
