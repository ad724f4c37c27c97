import { type Command, InvalidArgumentError } from 'commander';
import { listEvaluations } from '../database/evaluations';
import { getProject } from '../database/projects';
import { getVersion } from '../database/versions';
import type { Evaluation } from '../domain/monitoring/evaluation';
import { chooseProject } from './choose-project';
import type { CliContext } from './context';
import { unknownEnvironment } from '../domain/unknown-environment';

interface EvaluationOptions {
  readonly project?: string;
  readonly environment?: string;
  readonly version?: string;
  readonly limit: number;
  readonly json?: true;
}

const most = 10_000;

export function addEvaluationsVerb(program: Command, context: CliContext): void {
  program
    .command('evaluations')
    .option('--project <name>', 'the project, where there are several')
    .option('--environment <name>', 'of one environment')
    .option('--version <label>', 'of one version')
    .option('--limit <number>', `the newest so many, at most ${most}`, readLimit, 20)
    .option('--json', 'one JSON object a line, with everything that is on record')
    .description('what was computed over the windows: figures in full, newest first')
    .action((options: EvaluationOptions) => list(context, options));
}

async function list(context: CliContext, options: EvaluationOptions): Promise<void> {
  const { project: given, environment, version } = options;
  const { file } = await getProject(context.database(), await chooseProject(context, given));
  if (environment !== undefined && !Object.hasOwn(file.environments, environment))
    throw unknownEnvironment(file, environment);
  if (version !== undefined) await getVersion(context.database(), file.project, version);
  const evaluations = await listEvaluations(context.database(), {
    project: file.project,
    limit: options.limit,
    ...(environment === undefined ? {} : { environment }),
    ...(version === undefined ? {} : { version }),
  });
  if (options.json) {
    for (const evaluation of evaluations) context.print(JSON.stringify(evaluation));
    return;
  }
  if (evaluations.length === 0) return context.print('No evaluation yet.');
  for (const line of align([header, ...evaluations.map(cellsOf)])) context.print(line);
}

function readLimit(text: string): number {
  const limit = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  throw new InvalidArgumentError(`It is a whole number from 1 to ${most}.`);
}

const header = [
  ...['number', 'environment', 'window', 'version', 'state', 'counted', 'breaches', 'ks', 'low', 'high', 'auc'],
  ...['rows', 'judged', 'events', 'non-events', 'coverage', 'as of'],
];

/** What is not known is `-`, never 0. */
function cellsOf({
  number,
  environment,
  window,
  version,
  state,
  counted,
  breaches,
  result,
  asOf,
}: Evaluation): string[] {
  const sign = result?.direction === 'lower' ? '-' : '';
  const ks = result?.ks === undefined ? undefined : `${sign}${result.ks}`;
  return [
    ...[number, environment, window?.number, version, state, counted ? 'yes' : 'no', breaches],
    ...[ks, result?.interval?.low, result?.interval?.high, result?.auc],
    ...[result?.rows, result?.judged, result?.events, result?.nonEvents, result?.coverage, asOf],
  ].map((value) => (value === undefined ? '-' : String(value)));
}

function align(table: readonly (readonly string[])[]): string[] {
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
