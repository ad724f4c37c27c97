import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { applyProject, findProject, listProjects } from '../database/projects';
import { diffProjectFiles } from '../domain/diff-project-files';
import { StewardError } from '../domain/errors';
import { hashProjectFile } from '../formats/project-file/hash-project-file';
import { parseProjectFile } from '../formats/project-file/parse-project-file';
import type { CliContext } from './context';

const longestFile = 1_000_000;

export function addProjectVerbs(program: Command, context: CliContext): void {
  const project = program.command('project').description('project files: what is applied, and applying another');
  project
    .command('apply')
    .argument('<file>', 'a project file (YAML)')
    .option('--dry-run', 'show what would change and change nothing')
    .description('check a project file, show what changes, and apply it')
    .action((file: string, options: { dryRun?: boolean }) => apply(context, file, options.dryRun ?? false));
  project
    .command('list')
    .description('the applied projects')
    .action(async () => {
      const projects = await listProjects(context.database());
      if (projects.length === 0) context.print('No project is applied yet: steward project apply FILE.');
      for (const { file, hash, appliedAt, appliedBy } of projects)
        context.print(`${file.project}  ${hash.slice(0, 19)}  applied ${appliedAt} by ${appliedBy}`);
    });
}

async function apply(context: CliContext, path: string, dryRun: boolean): Promise<void> {
  const source = await readText(path);
  const file = parseProjectFile(source);
  const hash = hashProjectFile(file);
  const database = context.database();
  const before = await findProject(database, file.project);
  const changes = diffProjectFiles(before?.file, file);
  for (const line of changes) context.print(`  ${line}`);
  if (dryRun) return context.print(changes.length === 0 ? 'Nothing would change.' : 'Nothing was changed (--dry-run).');
  const actor = { kind: 'local', user: context.localUser } as const;
  const applied = await database.transaction((tx) =>
    applyProject(tx, file, { hash, source, changes, actor, at: context.now() }),
  );
  context.print(
    applied ? `Applied ${file.project} ${hash.slice(0, 19)}.` : `${file.project} is applied as it is; nothing changed.`,
  );
}

async function readText(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new StewardError('file_unreadable', { file: path });
  if (found.size > longestFile) throw new StewardError('file_too_long', { file: path, limit: longestFile });
  return readFile(path, 'utf8');
}
