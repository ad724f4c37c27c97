import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { StewardError } from '../../domain/errors';
import type { DatasetStore } from '../../domain/ports/datasets';
import { type Trainer, type TrainingOrder, trainerVariables } from '../../domain/ports/trainer';
import { hashFile } from '../../formats/hash';
import { runTrainer } from './run-trainer';

export interface ProgramDeps {
  readonly datasets: Pick<DatasetStore, 'locate'>;
  /** All that a trainer gets of the builder's environment besides the contract's variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/** A trainer that is a child process of the builder. */
export function createProgramTrainer(words: readonly string[], deps: ProgramDeps): Trainer {
  return async (order) => {
    const { scratch, output, deadlineMs, signal, onProgress, log } = order;
    const dataset = await copyDataset(deps, order);
    const temporary = path.join(scratch, 'tmp');
    await mkdir(temporary);
    await mkdir(output);
    await runTrainer({
      words,
      environment: {
        ...deps.environment,
        TMPDIR: temporary,
        [trainerVariables.dataset]: dataset,
        [trainerVariables.spec]: JSON.stringify(order.spec),
        [trainerVariables.output]: output,
      },
      folder: temporary,
      ...{ deadlineMs, signal, onProgress, log },
    });
    await order.keep();
  };
}

/** A copy for the trainer, which may do with it what it likes. */
async function copyDataset({ datasets }: ProgramDeps, { dataset, scratch }: TrainingOrder): Promise<string> {
  const copy = path.join(scratch, 'dataset.csv');
  await copyFile(await datasets.locate(dataset), copy);
  const { digest } = await hashFile(copy);
  if (digest !== dataset) throw new StewardError('store_digest_mismatch', { expected: dataset, actual: digest });
  return copy;
}
