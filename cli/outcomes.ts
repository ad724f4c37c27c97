import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { cleanText } from '../cards/elements/clean-text';
import { renderOutcomesCard } from '../cards/outcomes-card';
import { sayInstant } from '../cards/words/instant';
import { readOutcomeFacts } from '../database/outcome-facts';
import { importOutcomes } from '../database/outcomes';
import { getProject } from '../database/projects';
import { isStewardError, StewardError } from '../domain/errors';
import type { ImportSummary } from '../domain/outcomes/import';
import { tableLimits } from '../formats/csv/read-table';
import { hashBytes, hashJson } from '../formats/hash';
import { readOutcomes } from '../formats/csv/read-outcomes';
import { chooseProject } from './choose-project';
import type { CliContext } from './context';

interface ImportOptions {
  readonly reference: string;
  readonly outcome: string;
  readonly observedAt?: string;
  readonly correct?: boolean;
  readonly project?: string;
}

export function addOutcomeVerbs(program: Command, context: CliContext): void {
  program
    .command('outcomes')
    .description('what became true of scored rows')
    .command('import')
    .argument('<file>', 'a CSV file with a header line; comma, semicolon or tab is found out')
    .requiredOption('--reference <column>', 'the references that the rows were scored under')
    .requiredOption('--outcome <column>', 'what became true; an empty cell is not known yet')
    .option(
      '--observed-at <column>',
      'when it became known, by ISO 8601 with the time zone; a date alone is midnight UTC; now unless given',
    )
    .option('--correct', 'outcomes that differ from what is known are corrections')
    .option('--project <name>', 'the project, where there are several')
    .description('keep the outcomes of a file; the same file again changes nothing')
    .action((file: string, options: ImportOptions) => importFile(context, file, options));
}

async function importFile(context: CliContext, file: string, options: ImportOptions): Promise<void> {
  const project = await chooseProject(context, options.project);
  const applied = await getProject(context.database(), project);
  const bytes = await readBytes(file);
  const { reference, outcome, observedAt, correct = false } = options;
  const columns = { reference, outcome, ...(observedAt === undefined ? {} : { observedAt }) };
  const read = readOutcomes(bytes, columns, context.now());
  const digest = hashJson({ file: hashBytes(bytes), columns, correct });
  const { import: kept, again } = await context.database().transaction((tx) =>
    importOutcomes(
      tx,
      {
        ...read,
        project,
        event: applied.file.contract.outcome.event,
        correct,
        key: digest,
        digest,
        source: path.basename(file),
        importedBy: { kind: 'local', user: context.localUser },
      },
      context.now,
    ),
  );
  if (again)
    context.print(
      `This file was imported at ${sayInstant(kept.importedAt)} (import ${kept.id}); nothing was done now.`,
    );
  const facts = await readOutcomeFacts(context.database(), kept.id);
  context.print(renderOutcomesCard({ ...facts, again }).text);
  for (const line of exampleLines(kept.summary)) context.print(line);
  if (!again) await announce(context, kept.id);
}

async function readBytes(file: string): Promise<Buffer> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new StewardError('file_unreadable', { file });
  if (found.size > tableLimits.bytes)
    throw new StewardError('csv_too_large', { limit: tableLimits.bytes / (1024 * 1024), what: 'megabytes' });
  return readFile(file);
}

const exampleWords = {
  contradicting: 'Another value than the known one',
  early: 'Observed before the row was scored',
  future: 'Observed later than now',
  unmatched: 'Without a scored row',
} as const;

/** The first references of each kind: for the shell of who delivered them, and not for the channel. */
function exampleLines({ examples, ...counts }: ImportSummary): string[] {
  return (Object.keys(exampleWords) as (keyof typeof exampleWords)[]).flatMap((kind) => {
    const references = examples[kind] ?? [];
    const more = counts[kind] > references.length ? ', …' : '';
    return references.length === 0 ? [] : [`${exampleWords[kind]}: ${cleanText(references.join(', '))}${more}`];
  });
}

/** The import stands whether or not the engine hears of it now. */
async function announce(context: CliContext, id: number): Promise<void> {
  try {
    await context.imports().announceImport(id);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'engine_away') throw error;
    context.print('The outcomes are kept. The workflow engine is away: the channel is told when it is back.');
  }
}
