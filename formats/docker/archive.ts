import { Readable } from 'node:stream';
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

/** The first file of a tar, as text; undefined when it has none, or one longer than `limit` bytes. */
export async function readFirstFile(tar: NodeJS.ReadableStream, limit: number): Promise<string | undefined> {
  const entries = Readable.from(tar).pipe(extract());
  for await (const entry of entries) {
    if (entry.header.type !== 'file' || (entry.header.size ?? 0) > limit) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }
  return undefined;
}
