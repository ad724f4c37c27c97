import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Json, canonicalJson } from '../../domain/canonical-json';
import { StewardError, errorText } from '../../domain/errors';
import { hasErrorCode } from '../files/has-error-code';
import { sweepTemporary } from '../files/temporary-files';
import { withLock } from '../files/with-lock';
import { writeWholeFile } from '../files/write-whole-file';
import { draftsOf } from './blobs';
import { type ImageIndex, imageIndexSchema } from './documents';
import { mediaTypes } from './media-types';
import { asWriteTo } from './write-errors';

const layoutFile = canonicalJson({ imageLayoutVersion: '1.0.0' });
/** An index of this many bytes lists some 50,000 images: more is damage. */
const maximalIndexBytes = 16 * 1024 * 1024;
/** How long a writer waits for the others, in ms; each holds the lock for some milliseconds. */
const lockPatience = 10_000;

/** What a layout lists; an absent or empty folder lists nothing. Throws `layout_invalid`. */
export async function readIndex(layout: string): Promise<ImageIndex> {
  const text = await readText(join(layout, 'index.json'));
  if (text === undefined) return emptyIndex();
  try {
    return imageIndexSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = `its index.json cannot be read (${errorText(error).slice(0, 100)})`;
    throw new StewardError('layout_invalid', { directory: layout, why }, { cause: error });
  }
}

/**
 * Changes what the layout lists: one change at a time among all processes, seen whole or not at all. The layout is made
 * when it is not there. `change` returns its argument to change nothing.
 */
export async function changeIndex(layout: string, change: (index: ImageIndex) => ImageIndex): Promise<void> {
  await asWriteTo(layout, async () => {
    await openLayout(layout);
    await withLock(join(layout, '.index.lock'), lockPatience, async () => {
      const before = await readIndex(layout);
      const after = change(before);
      if (after !== before) await writeWholeFile(join(layout, 'index.json'), documentText(after), draftsOf(layout));
    });
  });
}

/** The one way of writing an OCI document, so that equal content has an equal digest. */
export function documentText(document: object): string {
  return canonicalJson(document as Json);
}

async function openLayout(layout: string): Promise<void> {
  await mkdir(join(layout, 'blobs', 'sha256'), { recursive: true });
  await sweepTemporary(draftsOf(layout));
  const marker = await readText(join(layout, 'oci-layout'));
  if (marker === undefined) await writeWholeFile(join(layout, 'oci-layout'), layoutFile, draftsOf(layout));
  else if (!/"imageLayoutVersion"\s*:\s*"1\./.test(marker))
    throw new StewardError('layout_invalid', { directory: layout, why: 'its oci-layout file names no version 1' });
}

function emptyIndex(): ImageIndex {
  return { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [] };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    const bytes = await readFile(path);
    if (bytes.byteLength > maximalIndexBytes)
      throw new StewardError('layout_invalid', { directory: path, why: 'a document is too large' });
    return bytes.toString('utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
