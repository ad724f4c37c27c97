import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A folder with files that its owner alone may read, as the tar that a container is given. */
export async function packFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
  { uid, gid }: Owner,
): Promise<Buffer> {
  const tar = pack();
  const fixed = { uid, gid, mtime: new Date(0) };
  tar.entry({ ...fixed, name: `${folder}/`, type: 'directory', mode: 0o700 });
  for (const [name, content] of Object.entries(files))
    tar.entry({ ...fixed, name: `${folder}/${name}`, mode: 0o400 }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * The first file of a tar, as text; undefined when it has none, or one longer than `limit` bytes. Throws the error of a
 * source that breaks off.
 */
export async function readFirstFile(tar: NodeJS.ReadableStream, limit: number): Promise<string | undefined> {
  const entries = extract();
  // All of it is read, so that the source ends; its own error is the one to tell.
  const reading = readFirst(entries, limit);
  reading.catch(() => undefined);
  await pipeline(tar, entries);
  return reading;
}

async function readFirst(entries: ReturnType<typeof extract>, limit: number): Promise<string | undefined> {
  let first: { readonly text: string | undefined } | undefined;
  for await (const entry of entries) {
    if (first !== undefined || entry.header.type !== 'file' || (entry.header.size ?? 0) > limit) {
      first ??= { text: undefined };
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    first = { text: Buffer.concat(chunks).toString('utf8') };
  }
  return first?.text;
}
