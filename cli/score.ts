import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { isStewardError, StewardError } from '../domain/errors';
import type { Contract } from '../domain/package/contract';
import { readTable } from '../formats/csv/read-table';
import { writeWholeFile } from '../formats/files/write-whole-file';
import { hashBytes } from '../formats/hash';
import { chooseRows } from '../serving/client/choose-rows';
import { type ClientRow, readRows } from '../serving/client/read-rows';
import { type ScoringRun, scoreRows } from '../serving/client/score-rows';
import { writeAnswers } from '../serving/client/write-answers';
import { awaitRecorded } from './await-recorded';
import { chooseProject } from './choose-project';
import type { CliContext } from './context';
import { findScoringAddress } from './find-scoring-address';
import { readCsvBytes } from './read-csv';

interface ScoreOptions {
  readonly rows?: number;
  readonly rate?: number;
  readonly out?: string;
  readonly reference?: string;
  readonly project?: string;
  readonly to?: string;
  readonly cutOff: number;
  readonly seed?: number;
  readonly concurrency?: number;
  readonly batch?: number;
}

const mostRowsAtOnce = 100;
/** With a rate, so many requests a second: rows come evenly and not in bursts. */
const requestsPerSecond = 10;
/** As fast as answers come a few requests keep a server busy; by the clock a slow answer must not hold up the next request. */
const fewLanes = 4;
const manyLanes = 64;

export function addScoreVerb(program: Command, context: CliContext): void {
  program
    .command('score')
    .argument('<files...>', 'CSV files with the inputs of the contract; other columns are not sent')
    .option('--rows <number>', 'only so many rows: the first, or with --seed a sample', wholeNumber(1, 1e9))
    .option(
      '--rate <number>',
      'so many rows a second, sent by the clock; as fast as answers come unless given',
      wholeNumber(1, 1e6),
    )
    .option('--out <file>', 'write the answers to this CSV file; - for standard output')
    .option(
      '--reference <column>',
      "the column that names each row for all time; made of the file's hash and the row unless given",
    )
    .option('--project <name>', 'the project, where there are several')
    .option('--to <environment>', 'where to score; the leading environment unless given')
    .option('--cut-off <number>', 'scores at or above it are the event in CLASS', probability, 0.5)
    .option('--seed <number>', 'put the rows into an order that this number decides', wholeNumber(0, 2 ** 32 - 1))
    .option('--concurrency <number>', 'requests under way at once; 1 keeps the order of the rows', wholeNumber(1, 64))
    .option('--batch <number>', 'rows in one request', wholeNumber(1, mostRowsAtOnce))
    .description('score the rows of CSV files through what serves an environment; again scores no row twice')
    .action((files: string[], options: ScoreOptions) => score(context, files, options));
}

async function score(context: CliContext, files: readonly string[], options: ScoreOptions): Promise<void> {
  const project = await chooseProject(context, options.project);
  const target = await findScoringAddress(context.database(), project, options.to);
  const all: ClientRow[] = [];
  for (const file of files)
    for (const row of await readFileRows(file, target.contract, options.reference)) all.push(row);
  const rows = chooseRows(all, {
    ...(options.rows !== undefined && { count: options.rows }),
    ...(options.seed !== undefined && { seed: options.seed }),
  });
  const perRequest = options.rate === undefined ? mostRowsAtOnce : Math.ceil(options.rate / requestsPerSecond);
  const { onProgress, done } = showProgress(context, rows.length);
  const run = await scoreRows(context.client, target, {
    rows,
    batch: options.batch ?? Math.min(mostRowsAtOnce, perRequest),
    concurrency: options.concurrency ?? (options.rate === undefined ? fewLanes : manyLanes),
    ...(options.rate !== undefined && { rate: options.rate }),
    signal: context.interruption(),
    onProgress,
  });
  done();
  const recorded = await awaitRecorded(context, { project, ...target }, rows, run);
  const written = await deliver(context, rows, run, target.contract, options);
  const tell = options.out === '-' ? context.warn : context.print;
  for (const line of [...summarise(rows.length, run, options.rate), ...recorded]) tell(line);
  if (written !== undefined) tell(`Answers: ${written}`);
  throwUnlessWhole(rows.length, run);
}

async function readFileRows(file: string, contract: Contract, column: string | undefined): Promise<ClientRow[]> {
  const bytes = await readCsvBytes(file);
  try {
    const table = readTable(bytes);
    const prefix = hashBytes(bytes).slice('sha256:'.length, 'sha256:'.length + 12);
    return readRows({ file, table, references: column === undefined ? { prefix } : { column } }, contract);
  } catch (error) {
    if (!isStewardError(error)) throw error;
    throw new StewardError('score_file_unfit', { file, why: error.message }, { cause: error });
  }
}

/** Where the answers were written, in words; a run that was cut short leaves its part beside the file. */
async function deliver(
  context: CliContext,
  rows: readonly ClientRow[],
  run: ScoringRun,
  contract: Contract,
  { out, cutOff }: ScoreOptions,
): Promise<string | undefined> {
  const lines = writeAnswers(rows, run, contract, cutOff);
  if (out === '-') {
    for (const line of lines) context.print(line);
    return undefined;
  }
  if (out === undefined || run.scored === 0) return undefined;
  const file = run.stopped === undefined ? out : `${out}.part`;
  await writeWholeFile(file, Buffer.from(`${[...lines].join('\n')}\n`), path.dirname(path.resolve(file)));
  return file;
}

function summarise(rows: number, run: ScoringRun, rate?: number): string[] {
  const seconds = run.elapsedMs / 1_000;
  const scores = run.scores.filter((score) => !Number.isNaN(score));
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const speed = seconds > 0 ? `, ${Math.round(run.scored / seconds)} rows/s` : '';
  return [
    ...run.failures.map(({ message }) => message),
    `${run.scored} of ${rows} rows scored in ${seconds.toFixed(1)} s${speed}${run.scored > 0 ? `, mean score ${mean.toFixed(4)}` : ''}.`,
    ...(rate !== undefined && seconds > 1 + (1.1 * run.scored) / rate
      ? [`That is slower than the ${rate} rows/s that were asked for: the server did not keep up.`]
      : []),
    ...(run.retries > 0 ? [`${run.retries} requests were sent again; no row is recorded twice.`] : []),
  ];
}

function throwUnlessWhole(rows: number, { stopped, scored }: ScoringRun): void {
  if (stopped === 'interrupted') throw new StewardError('score_interrupted', { scored, rows });
  if (stopped !== undefined) throw stopped;
  if (scored < rows) throw new StewardError('score_incomplete', { missing: rows - scored, rows });
}

const barWidth = 30;

/** A line that is written over again and again, where somebody watches. */
function showProgress({ progress }: CliContext, rows: number) {
  const onProgress = (scored: number): void => {
    const filled = Math.floor((scored / rows) * barWidth);
    progress?.(`${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${scored} of ${rows} rows`);
  };
  return { onProgress, done: () => progress?.('') };
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
  };
}

function probability(text: string): number {
  const value = /^[01]?(\.\d+)?$/.test(text) && text !== '' ? Number(text) : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It is a number from 0 to 1.');
}
