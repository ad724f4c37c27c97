import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Pack, pack } from 'tar-stream';
import type { Digest } from '../../domain/digest';
import { StewardError } from '../../domain/errors';
import { type Blob, hashing } from './blobs';

export interface LayerFile {
  /** Where it is in the image: relative, `/` separated. */
  readonly path: string;
  readonly content: string | { readonly file: string; readonly size: number; readonly sha256: Digest };
}

/** Nothing of who packs, when or where; readable by whatever user the image runs as. */
const fixed = { uid: 0, gid: 0, uname: '', gname: '', mtime: new Date(0) } as const;

/**
 * Writes files as one uncompressed tar layer to a new file. The bytes are a function of paths and contents alone:
 * sorted, with every parent folder named, files 0644 and folders 0755. Throws `image_file_differs` when a file on disk
 * is not of the size and digest given.
 */
export async function writeLayer(files: readonly LayerFile[], toPath: string): Promise<Blob> {
  const target = await open(toPath, 'wx');
  const tar = pack();
  const hash = hashing();
  const written = pipeline(Readable.from(tar), hash.stream, target.createWriteStream());
  try {
    await Promise.all([addEntries(tar, files), written]);
  } catch (error) {
    tar.destroy();
    await written.catch(() => undefined);
    throw error;
  }
  return hash.result();
}

async function addEntries(tar: Pack, files: readonly LayerFile[]): Promise<void> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const names = [...new Set(files.flatMap((file) => [...parents(file.path), file.path]))].sort();
  for (const name of names) {
    const file = byPath.get(name);
    if (file === undefined) tar.entry({ ...fixed, name, type: 'directory', mode: 0o755 });
    else if (typeof file.content === 'string') tar.entry({ ...fixed, name, mode: 0o644 }, file.content);
    else await addFile(tar, name, file.content);
  }
  tar.finalize();
}

async function addFile(tar: Pack, name: string, content: { file: string; size: number; sha256: Digest }) {
  const { size } = await stat(content.file);
  if (size !== content.size)
    throw new StewardError('image_file_differs', { path: name, why: `${size} bytes, not ${content.size}` });
  const hash = hashing();
  await pipeline(createReadStream(content.file), hash.stream, tar.entry({ ...fixed, name, size, mode: 0o644 }));
  const { digest } = hash.result();
  if (digest !== content.sha256) throw new StewardError('image_file_differs', { path: name, why: `digest ${digest}` });
}

function parents(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, at) => `${parts.slice(0, at + 1).join('/')}/`);
}
