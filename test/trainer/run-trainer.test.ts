import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTrainer, type TrainerVariables } from '../../trainer/run-trainer';
import { scratchFolder } from '../support/scratch-folder';
import { madeUpCsv, madeUpSpec } from './made-up-table';
import { readZip } from './read-zip';

const folder = scratchFolder();

function run(csv: string, variables: TrainerVariables = {}) {
  const dataset = join(folder, 'data.csv');
  writeFileSync(dataset, csv);
  const all = {
    STEWARD_DATASET: dataset,
    STEWARD_SPEC: JSON.stringify(madeUpSpec),
    STEWARD_OUTPUT: folder,
    ...variables,
  };
  return runTrainer(all, () => undefined);
}

describe('runTrainer', () => {
  it('runTrainer: writes the package and the same metrics beside it', async () => {
    const end = await run(madeUpCsv(900));
    expect(end).toMatchObject({ result: 'done', package: join(folder, 'package.zip') });
    const metrics = readFileSync(join(folder, 'metrics.json'));
    expect((await readZip(readFileSync(join(folder, 'package.zip')))).get('metrics.json')?.equals(metrics)).toBe(true);
  });

  it('runTrainer: data that is not fit ends with its reason and leaves nothing behind', async () => {
    const output = join(folder, 'unfit');
    mkdirSync(output);
    expect(await run('GONE,INCOME,AGE,REGION\n1,2,3,x\n', { STEWARD_OUTPUT: output })).toEqual({
      result: 'unfit',
      code: 'outcome_not_two',
      why: 'The outcome column GONE has only the value 1; training needs exactly two values, one of them 1. Name the right outcome column and event value, or mend the data.',
    });
    expect(existsSync(join(output, 'package.zip'))).toBe(false);
  });

  it.each([
    ['a specification that is no JSON', { STEWARD_SPEC: '{' }, 'training_spec_invalid'],
    ['no specification', { STEWARD_SPEC: '' }, 'training_spec_invalid'],
    ['a data set that is not there', { STEWARD_DATASET: join(folder, 'none.csv') }, 'training_failed'],
    ['an output folder that is not there', { STEWARD_OUTPUT: join(folder, 'none') }, 'training_failed'],
  ])('runTrainer: %s is a failure, not a fault of the data', async (_, variables, code) => {
    expect(await run(madeUpCsv(900), variables)).toMatchObject({ result: 'failed', code });
  });
});
