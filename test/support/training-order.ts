import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDatasetStore } from '../../activities/training/dataset-store';
import type { Digest } from '../../domain/digest';
import type { DatasetStore } from '../../domain/ports/datasets';
import type { TrainingOrder, TrainingProgress } from '../../domain/ports/trainer';
import { hashBytes } from '../../formats/hash';
import { datasetText, type TrainerRunUnderTest } from '../contracts/trainer';

export interface OrderedDatasets {
  readonly directory: string;
  readonly store: DatasetStore;
  readonly dataset: Digest;
}

/** A folder of datasets with one in it. */
export async function openDatasets(folder: string): Promise<OrderedDatasets> {
  const directory = join(folder, 'datasets');
  const store = createDatasetStore({ directory });
  const draft = join(folder, 'draft.csv');
  await writeFile(draft, datasetText);
  const dataset = hashBytes(datasetText);
  await store.put(draft, dataset);
  return { directory, store, dataset };
}

/** An order for a trainer under test, with what is heard of it. */
export function makeOrder(
  folder: string,
  dataset: Digest,
  change: Partial<TrainingOrder> = {},
): Omit<TrainerRunUnderTest, 'ended'> & { readonly order: TrainingOrder } {
  const scratch = join(folder, randomUUID());
  mkdirSync(scratch);
  const output = join(scratch, 'output');
  const stop = new AbortController();
  const progress: TrainingProgress[] = [];
  const logs: string[] = [];
  const order: TrainingOrder = {
    project: 'hmeq',
    environment: 'production',
    retraining: 5,
    dataset,
    spec: { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 2 ** 32 - 1, name: 'costs $(HOME) $$' },
    ...{ output, scratch, deadlineMs: 120_000 },
    signal: stop.signal,
    onProgress: (said) => progress.push(said),
    keep: () => Promise.resolve(),
    log: {
      name: 't5.log',
      keep: (content) => {
        logs.push(content.toString());
        return Promise.resolve();
      },
    },
    ...change,
  };
  return { order, progress, logs, output, callOff: () => stop.abort(new Error('called off')) };
}
