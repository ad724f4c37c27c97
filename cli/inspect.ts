import path from 'node:path';
import type { Command } from 'commander';
import { unsupportedOp } from '../domain/model-ops';
import { describePackage } from '../domain/package/findings';
import { inspectPackage } from '../formats/package/inspect-package';
import type { CliContext } from './context';
import { withScratch } from './register';

export function addInspectVerb(program: Command, context: CliContext): void {
  program
    .command('inspect')
    .argument('<file>', 'a package: a zip, or the folder of a model')
    .description('say what registration and Check would say of a package; needs no server')
    .action((file: string) =>
      withScratch(`steward-inspect-${context.newName()}`, async (directory) => {
        const manifest = await inspectPackage(path.resolve(file), path.join(directory, 'work'));
        for (const line of describePackage(manifest, unsupportedOp(manifest.model.ops))) context.print(line);
      }),
    );
}
