import { readFile, stat } from 'node:fs/promises';
import { StewardError } from '../domain/errors';
import { tableLimits } from '../formats/csv/read-table';

/** The bytes of a CSV file. Throws `file_unreadable`, and `file_too_long` for more than a table may have. */
export async function readCsvBytes(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new StewardError('file_unreadable', { file });
  if (found.size > tableLimits.bytes) throw new StewardError('file_too_long', { file, limit: tableLimits.bytes });
  return readFile(file);
}
