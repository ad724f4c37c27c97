import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBuffer } from 'yauzl';

export const testData = process.env['STEWARD_TEST_DATA'];

/** Tests that need files from outside the repository run where the variable is set. */
export const itWithData = testData === undefined ? it.skip : it;

export function readTestFile(path: string): Buffer {
  if (testData === undefined) throw new Error('STEWARD_TEST_DATA is not set');
  return readFileSync(join(testData, path));
}

/** The one file of a zip whose name ends so. */
export async function readZipped(zip: Buffer, ending: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    fromBuffer(zip, { lazyEntries: true }, (openError, archive) => {
      if (openError !== null) return reject(openError);
      archive.on('end', () => reject(new Error(`no ${ending} in the zip`)));
      archive.on('entry', (entry: { fileName: string }) => {
        if (!entry.fileName.endsWith(ending)) return archive.readEntry();
        archive.openReadStream(entry as Parameters<typeof archive.openReadStream>[0], (error, stream) => {
          if (error !== null) return reject(error);
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => resolve(Buffer.concat(chunks)));
        });
      });
      archive.readEntry();
    });
  });
}

/** The SavedModel of the champion, a zip inside the package's zip. */
export async function readChampion(): Promise<Buffer> {
  const nested = await readZipped(readTestFile('data/champion.zip'), '.zip');
  return readZipped(nested, 'saved_model.pb');
}
