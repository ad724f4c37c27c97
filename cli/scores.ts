import { open, rename, rm } from 'node:fs/promises';
import type { Command } from 'commander';
import { type ExportedScore, exportScores, findNewestWindow, type ScoreSelection } from '../database/export-scores';
import { settleOutcomes } from '../database/outcomes';
import { getProject } from '../database/projects';
import { getVersion } from '../database/versions';
import { StewardError } from '../domain/errors';
import { leadingEnvironment } from '../domain/project';
import type { Instant } from '../domain/release/release';
import { csvLine } from '../formats/csv/write-line';
import { parseInstant } from '../formats/parse-instant';
import { chooseProject } from './choose-project';
import type { CliContext } from './context';
import { unknownEnvironment } from '../domain/unknown-environment';

interface ExportOptions {
  readonly project?: string;
  readonly environment?: string;
  readonly version?: string;
  readonly window?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  readonly asOf?: string;
}

const header = 'reference,version,release,score,outcome,event,scored_at,observed_at,recorded_at';

export function addScoreVerbs(program: Command, context: CliContext): void {
  program
    .command('scores')
    .description('what the gateways recorded')
    .command('export')
    .option('--project <name>', 'the project, where there are several')
    .option('--environment <name>', 'the leading one unless given')
    .option('--version <label>', 'rows that this version scored')
    .option('--window <number>', 'exactly the rows of this closed window')
    .option('--from <time>', 'scored then or later; ISO 8601, a date alone is midnight UTC')
    .option('--to <time>', 'scored before then')
    .option('--as-of <time>', 'with the outcomes that were recorded up to then; now unless given')
    .option('--out <file>', 'write to a file that only you can read, instead of printing')
    .description('scored rows with their outcomes, as CSV: personal data, and not made for spreadsheets')
    .action((options: ExportOptions) => exportRows(context, options));
}

async function exportRows(context: CliContext, options: ExportOptions): Promise<void> {
  const selection = await select(context, options);
  const pages = exportScores(context.database(), selection);
  if (options.out === undefined) {
    context.print(header);
    for await (const page of pages) for (const row of page) context.print(lineOf(row));
    return;
  }
  const rows = await writeFile(`${options.out}.${context.newName()}`, options.out, pages);
  context.print(`${options.out}: ${rows} rows of ${selection.environment}, outcomes as of ${selection.asOf}.`);
}

/** Throws `environment_unknown`, `version_unknown`, `scores_window_unknown`, `scores_selection_unclear`, `time_unreadable`. */
async function select(context: CliContext, options: ExportOptions): Promise<ScoreSelection> {
  const database = context.database();
  const { file } = await getProject(database, await chooseProject(context, options.project));
  const { project } = file;
  const environment = options.environment ?? leadingEnvironment(file);
  if (!Object.hasOwn(file.environments, environment)) throw unknownEnvironment(file, environment);
  const { version } = options;
  if (version !== undefined) await getVersion(database, project, version);
  const [from, to] = [readTime('--from', options.from), readTime('--to', options.to)];
  if (from !== undefined && to !== undefined && from >= to) throw unclear('`--from` is not before `--to`');
  const window = await readWindow(context, project, environment, options);
  // After this, all that was recorded by now is there, and what comes later says so.
  const settled = await settleOutcomes(database, project, context.now);
  const asOf = readTime('--as-of', options.asOf) ?? settled;
  return {
    project,
    environment,
    asOf,
    ...(version === undefined ? {} : { version }),
    ...(window === undefined ? {} : { window }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

async function readWindow(
  context: CliContext,
  project: string,
  environment: string,
  { window, version, from, to }: ExportOptions,
): Promise<number | undefined> {
  if (window === undefined) return undefined;
  if ([version, from, to].some((other) => other !== undefined))
    throw unclear('a window has its own version and its own times');
  const newest = await findNewestWindow(context.database(), project, environment);
  const number = /^[1-9]\d{0,8}$/.test(window) ? Number(window) : undefined;
  if (number !== undefined && newest !== undefined && number <= newest) return number;
  const details = { project, environment, window: window.slice(0, 20), newest: newest ?? 'none yet' };
  throw new StewardError('scores_window_unknown', details);
}

function readTime(option: string, given: string | undefined): Instant | undefined {
  if (given === undefined) return undefined;
  const instant = parseInstant(given);
  if (instant === undefined) throw new StewardError('time_unreadable', { option });
  return instant;
}

function unclear(why: string): StewardError {
  return new StewardError('scores_selection_unclear', { why });
}

/** Under its name there is the whole of it, or nothing new. */
async function writeFile(
  temporary: string,
  file: string,
  pages: AsyncIterable<readonly ExportedScore[]>,
): Promise<number> {
  const handle = await open(temporary, 'wx', 0o600);
  let rows = 0;
  try {
    await handle.appendFile(`${header}\n`);
    for await (const page of pages) {
      rows += page.length;
      await handle.appendFile(page.map((row) => `${lineOf(row)}\n`).join(''));
    }
    await handle.sync();
    await rename(temporary, file);
  } finally {
    await handle.close();
    await rm(temporary, { force: true });
  }
  return rows;
}

function lineOf(row: ExportedScore): string {
  const event = row.event === null ? '' : row.event ? '1' : '0';
  return csvLine([
    row.reference,
    row.version,
    String(row.release),
    String(row.score),
    row.value ?? '',
    event,
    row.scored_at,
    row.observed_at ?? '',
    row.recorded_at ?? '',
  ]);
}
