import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDigest } from '../../domain/digest';
import type { StockItem } from '../../domain/stock/stock';
import { partsOf, unfinishedOf } from '../image/parts';
import { readPackageLabel } from '../image/read-package-label';
import { isYoung, listTemporary, measure, namesIn } from './list-temporary';

/** Images that were built on this machine and wait for their approval, and what was never finished. */
export async function listBuilds(work: string, now: number): Promise<readonly StockItem[]> {
  const where = join(work, 'built');
  const items: StockItem[] = [];
  for (const name of await namesIn(where)) {
    const digest = `sha256:${name}`;
    const found = await measure(join(where, name));
    if (!isDigest(digest) || found === undefined) continue;
    const config = await readFile(partsOf(work, digest).config).catch(() => undefined);
    const made = config && readPackageLabel(config);
    items.push({
      ...{ kind: 'temporary', where, name, digest, blobs: [], bytes: found.bytes },
      ...(made !== undefined && { package: made }),
      ...(isYoung(found.writtenAt, now) && { young: true }),
    });
  }
  return [...items, ...(await listTemporary(unfinishedOf(work), now))];
}
