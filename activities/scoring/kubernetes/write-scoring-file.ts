import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Digest } from '../../../domain/digest';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import { hashFile } from '../../../formats/hash';
import { batchLine, headerLine } from '../../../formats/training/scoring-lines';
import { writeBatches } from '../write-batches';

/** All that a scorer is told, in the words of the model server, readable by us alone. Throws `row_not_sendable`. */
export async function writeScoringFile(order: ScoringOrder, file: string): Promise<Digest> {
  const lines = async function* () {
    yield headerLine({ call: order.manifest.call, rows: order.count });
    for await (const batch of writeBatches(order)) yield batchLine(batch);
  };
  await pipeline(Readable.from(lines()), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  return (await hashFile(file)).digest;
}
