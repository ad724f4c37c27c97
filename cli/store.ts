import type { Command } from 'commander';
import { sayBytes } from '../cards/words/bytes';
import { counted } from '../cards/words/count';
import { listKeepingProjects, readStoreReferences } from '../database/store-references';
import { StewardError } from '../domain/errors';
import { judgeStock } from '../domain/stock/judge-stock';
import type { JudgedItem, StockKind } from '../domain/stock/stock';
import type { CliContext } from './context';

interface GcOptions {
  readonly dryRun?: true;
  readonly kept?: true;
  readonly json?: true;
}

export function addStoreVerbs(program: Command, context: CliContext): void {
  const store = program.command('store').description('where packages and images are kept');
  store
    .command('gc')
    .option('--dry-run', 'list only; without it nothing is done, since Steward deletes nothing')
    .option('--kept', 'list what is kept and why, too')
    .option('--json', 'print what was found as JSON')
    .description('list what nobody refers to any more in the store, with sizes and why')
    .action((options: GcOptions) => list(context, options));
}

/** The store is read before the references, so that what is begun meanwhile is never listed. */
async function list(context: CliContext, { dryRun, kept: showKept, json }: GcOptions): Promise<void> {
  if (!dryRun) throw new StewardError('store_deletes_nothing');
  const database = context.database();
  const stock = await context.stock(await listKeepingProjects(database));
  const references = await database.transaction((tx) => readStoreReferences(tx, context.now()));
  const judged = judgeStock(stock.items, references);
  const { loose, kept, looseBytes, keptBytes } = judged;
  if (json) {
    context.print(JSON.stringify({ place: stock.place, ...judged }, undefined, 2));
    return;
  }
  for (const item of loose) printItem(context, item);
  context.print(
    loose.length === 0
      ? `All that is in ${stock.place} is referred to.`
      : `Nobody refers to ${loose.length} of ${loose.length + kept.length} in ${stock.place}: ${sayBytes(looseBytes)} at most.`,
  );
  context.print(`Kept: ${countKinds(kept)}, ${sayBytes(keptBytes)}.${showKept ? '' : ' `--kept` says why.'}`);
  if (showKept) for (const item of kept) printItem(context, item);
  context.print('Nothing was deleted.');
}

function printItem(context: CliContext, item: JudgedItem): void {
  const { kind, where, name, digest, why } = item;
  const digests = digest === undefined || digest === name ? '' : `  ${digest}`;
  context.print(`${kind}  ${where}  ${name}${digests}  ${sayBytes(bytesOf(item))}`);
  context.print(`  ${why}`);
}

/** All that belongs to it, also what others share. */
function bytesOf({ blobs, bytes = 0 }: JudgedItem): number {
  return blobs.reduce((sum, { size }) => sum + size, bytes);
}

const words: Readonly<Record<StockKind, string>> = {
  image: 'image',
  package: 'package',
  attachment: 'attachment',
  blob: 'blob',
  temporary: 'temporary part',
  foreign: 'foreign entry',
};

function countKinds(items: readonly JudgedItem[]): string {
  const counts = new Map<StockKind, number>();
  for (const { kind } of items) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return (
    [...counts]
      .map(([kind, count]) => counted(count, words[kind], kind === 'foreign' ? 'foreign entries' : undefined))
      .join(', ') || 'nothing'
  );
}
