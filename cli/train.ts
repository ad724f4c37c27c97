import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { StewardError } from '../domain/errors';
import { trainerExits, trainerFiles, trainerVariables, type TrainingSpec } from '../domain/ports/trainer';
import type { CliContext } from './context';
import { withScratch } from './register';

interface TrainOptions {
  readonly csv: string;
  readonly outcome: string;
  readonly event: string;
  readonly out: string;
  readonly seed: string;
  readonly time?: string;
  readonly name?: string;
}

export function addTrainVerb(program: Command, context: CliContext): void {
  program
    .command('train')
    .requiredOption('--csv <file>', 'a CSV file with a header line')
    .requiredOption('--outcome <column>', 'the column that says what became true')
    .option('--event <value>', 'the value of it that counts', '1')
    .option('--out <file>', 'the package to write', 'package.zip')
    .option('--seed <number>', 'same data and seed: same package, byte for byte', '1')
    .option('--time <column>', 'split by this column of dates or numbers instead of by hash')
    .option('--name <name>', "the model's name in the package")
    .description('train a model with the reference trainer and write its package; needs no server')
    .action((options: TrainOptions) => train(context, options));
}

async function train(context: CliContext, options: TrainOptions): Promise<void> {
  const spec: TrainingSpec = {
    contract: { outcome: { name: options.outcome, event: options.event } },
    seed: Number(options.seed),
    ...(options.time === undefined ? {} : { split: { timeColumn: options.time } }),
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  await withScratch(`steward-train-${context.newName()}`, async (output) => {
    let last: Readonly<Record<string, unknown>> = {};
    const env = {
      [trainerVariables.dataset]: path.resolve(options.csv),
      [trainerVariables.spec]: JSON.stringify(spec),
      [trainerVariables.output]: output,
    };
    const code = await context.runProgram('trainer/main', env, (line) => {
      last = JSON.parse(line) as Readonly<Record<string, unknown>>;
      const { progress, round } = last;
      if (typeof progress === 'number' && typeof round === 'number' && round % 50 === 0)
        context.print(`${Math.round(progress * 100)} %, round ${round}`);
    });
    if (code !== trainerExits.done) {
      const why = typeof last['why'] === 'string' ? last['why'] : `the trainer ended with exit code ${code}`;
      throw new StewardError('trainer_refused', { why });
    }
    await copyFile(path.join(output, trainerFiles.package), options.out);
    context.print(
      `${options.out}: ${String(last['rounds'])} rounds. \`steward inspect ${options.out}\` tells what is in it.`,
    );
  });
}
