import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { trainPackage } from './train-package';
import { writeSampleData } from './write-sample-data';

/** The project file as it lies beside this code. */
export const sampleProjectFile = path.join(__dirname, 'hmeq.project.yaml');

/** Where the two packages come from. */
export interface SampleDatasets {
  readonly champion: string;
  readonly challenger: string;
}

/** Trains both packages, each in a process of its own, and lays them in the inbox as champion.zip and challenger.zip. */
export async function layPackages(
  home: string,
  datasets: SampleDatasets,
  signal?: AbortSignal,
): Promise<SampleDatasets> {
  const lay = async (name: keyof SampleDatasets, seed: number): Promise<string> => {
    const target = path.join(home, 'inbox', `${name}.zip`);
    const workFolder = path.join(home, 'sample', name);
    const wish = { dataset: datasets[name], seed, name: `hmeq-${name}`, package: target, workFolder };
    await trainPackage({ ...wish, ...(signal && { signal }) });
    return target;
  };
  const [champion, challenger] = await Promise.all([lay('champion', 1), lay('challenger', 2)]);
  return { champion, challenger };
}

/**
 * What the first start of a laptop finds: the project file `<home>/hmeq.project.yaml`, made-up applicants in
 * `<home>/sample/`, and two packages trained on them in the inbox. Doing it again gives the same files.
 */
export async function prepareSample(home: string, say: (line: string) => void): Promise<void> {
  await copyFile(sampleProjectFile, path.join(home, path.basename(sampleProjectFile)));
  const data = await writeSampleData(path.join(home, 'sample'));
  await layPackages(home, { champion: data.train, challenger: data.later });
  say('The inbox holds champion.zip and challenger.zip; months of applicants to score are in sample/.');
}
