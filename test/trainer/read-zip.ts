import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractArchive } from '../../formats/zip/extract-archive';

/** The files of a zip by path, taken out by the same hand that takes out packages. */
export async function readZip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-zip-'));
  try {
    writeFileSync(join(folder, 'package.zip'), bytes);
    const files = await extractArchive(join(folder, 'package.zip'), join(folder, 'files'));
    return new Map(files.map(({ path }) => [path, readFileSync(join(folder, 'files', path))]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
