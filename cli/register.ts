import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { getProject } from '../database/projects';
import { readRegistrationFacts } from '../database/registration-facts';
import { renderRegistrationCard } from '../cards/registration-card';
import { StewardError } from '../domain/errors';
import { renameInDetails } from '../domain/rename-in-details';
import { requirePermission } from '../domain/require-permission';
import { isObjectId } from '../formats/project-file/schema';
import { packDirectory } from '../formats/zip/pack-directory';
import { chooseProject } from './choose-project';
import type { CliContext } from './context';

const waitMs = 120_000;

export function addRegisterVerb(program: Command, context: CliContext): void {
  program
    .command('register')
    .argument('<file>', 'a package: a zip, or the folder of a model')
    .option('--project <name>', 'the project, where there are several')
    .option('--for <object id>', 'the modeller; the setting STEWARD_LOCAL_PERSON unless given')
    .description('register a package as a new version')
    .action((file: string, options: { project?: string; for?: string }) => register(context, file, options));
}

async function register(context: CliContext, file: string, options: { project?: string; for?: string }): Promise<void> {
  const modeller = (options.for ?? context.localPerson() ?? '').toLowerCase();
  if (!isObjectId(modeller)) throw new StewardError('modeller_missing');
  const project = await chooseProject(context, options.project);
  const applied = await getProject(context.database(), project);
  requirePermission(applied.file, modeller, 'register');
  const name = await upload(context, file);
  const answer = await context.registrations().register(
    {
      project,
      source: { kind: 'upload', name },
      modeller,
      actor: { kind: 'local', user: context.localUser },
    },
    { waitMs },
  );
  if (answer === 'working') return context.print('The builder has not answered yet; `versions` will show the version.');
  if (!answer.ok) throw new StewardError(answer.code, renameInDetails(answer.details, name, path.basename(file)));
  const facts = await readRegistrationFacts(context.database(), project, answer.label);
  const view = { ...facts, outcome: answer.outcome, fullRecord: `versions ${answer.label}` };
  context.print(renderRegistrationCard(view).text);
}

/** Lays a copy where the builder finds it; a folder becomes its one zip first. */
async function upload(context: CliContext, file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new StewardError('package_missing', { file: path.basename(file) });
  await mkdir(context.uploads(), { recursive: true, mode: 0o700 });
  const name = `${context.newName()}.zip`;
  const target = path.join(context.uploads(), name);
  if (found.isDirectory()) await packDirectory(file, target);
  else await copyFile(file, target);
  return name;
}

/** A folder for files that one verb needs while it runs. */
export async function withScratch<T>(name: string, work: (directory: string) => Promise<T>): Promise<T> {
  const directory = path.join(tmpdir(), name);
  await mkdir(directory, { mode: 0o700 });
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
