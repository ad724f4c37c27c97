import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

/** The same for rows whose inputs are the same, cell by cell, in the contract's order. */
export function rowKey(cells: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(cells)).digest('base64').slice(0, 22);
}

/**
 * How many of the gate's rows have the same inputs as a row of the dataset. An input that the dataset does not have counts
 * as missing in it. Reads the file in bounded memory.
 */
export async function countOverlap(
  dataset: string,
  inputs: readonly string[],
  gate: ReadonlyMap<string, number>,
): Promise<number> {
  const met = new Set<string>();
  let columns: readonly number[] | undefined;
  const records = createReadStream(dataset).pipe(parse({ relax_column_count: true }));
  for await (const record of records as AsyncIterable<readonly string[]>) {
    if (!columns) columns = inputs.map((name) => record.indexOf(name));
    else {
      const key = rowKey(columns.map((column) => record[column] ?? ''));
      if (gate.has(key)) met.add(key);
    }
  }
  return [...met].reduce((sum, key) => sum + (gate.get(key) ?? 0), 0);
}
