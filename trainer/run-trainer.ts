import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorText, isStewardError, StewardError } from '../domain/errors';
import { trainerFiles, trainerVariables, type TrainingEnd, type TrainingProgress } from '../domain/ports/trainer';
import { readTable, tableLimits } from '../formats/csv/read-table';
import { parseTrainingSpec } from '../formats/training/parse-training-spec';
import { jsonBytes } from './package/write-package';
import { trainModel } from './train';

export type TrainerVariables = Readonly<Partial<Record<string, string>>>;

/** Does what the trainer contract asks for and never throws: failures are endings, too. */
export async function runTrainer(
  variables: TrainerVariables,
  onProgress: (progress: TrainingProgress) => void,
): Promise<TrainingEnd> {
  try {
    return await train(variables, onProgress);
  } catch (error) {
    const known = isStewardError(error) ? error : new StewardError('training_failed', { why: errorText(error) });
    const failed = known.code === 'training_failed' || known.code === 'training_spec_invalid';
    return { result: failed ? 'failed' : 'unfit', code: known.code, why: known.message };
  }
}

async function train(
  variables: TrainerVariables,
  onProgress: (progress: TrainingProgress) => void,
): Promise<TrainingEnd> {
  const spec = parseTrainingSpec(readVariable(variables, trainerVariables.spec));
  const output = readVariable(variables, trainerVariables.output);
  const dataset = readVariable(variables, trainerVariables.dataset);
  const { size } = await stat(dataset);
  if (size > tableLimits.bytes)
    throw new StewardError('csv_too_large', { limit: tableLimits.bytes / 2 ** 20, what: 'megabytes' });

  const trained = trainModel(readTable(await readFile(dataset)), spec, onProgress);
  const packagePath = path.join(output, trainerFiles.package);
  const metricsPath = path.join(output, trainerFiles.metrics);
  await writeFile(packagePath, trained.package);
  await writeFile(metricsPath, jsonBytes(trained.metrics));
  return { result: 'done', rounds: trained.metrics.rounds, package: packagePath, metrics: metricsPath };
}

function readVariable(variables: TrainerVariables, name: string): string {
  const value = variables[name];
  if (!value) throw new StewardError('training_spec_invalid', { why: `the variable ${name} is not set` });
  return value;
}
