import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { explainRefusal } from '../../../activities/target/docker/explain-refusal';
import { packFolder, readFirstFile } from '../../../formats/docker/archive';
import { pack } from 'tar-stream';

const owner = { uid: 1001, gid: 0 };

async function packFiles(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('the first file of a tar', () => {
  it('is read whole, whatever follows it', async () => {
    const tar = await packFiles({ choice: 'x'.repeat(9_000), other: 'y'.repeat(100_000) });
    expect(await readFirstFile(Readable.from([tar]), 10_000)).toBe('x'.repeat(9_000));
  });

  it('is none when the tar begins with a folder, or with a file that is too long', async () => {
    const folder = await packFolder('rows', { 'database-url': 'x' }, owner);
    expect(await readFirstFile(Readable.from([folder]), 10_000)).toBeUndefined();
    const long = await packFiles({ long: 'x'.repeat(11_000), short: 'y' });
    expect(await readFirstFile(Readable.from([long]), 10_000)).toBeUndefined();
    expect(await readFirstFile(Readable.from([await packFiles({})]), 10_000)).toBeUndefined();
  });

  it('whose sender goes away in the middle is an error that is tried again', async () => {
    const tar = await packFiles({ choice: 'x'.repeat(9_000) });
    const server = createServer((_request, response) => {
      response.write(tar.subarray(0, 2_000), () => response.socket?.destroy());
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sent = get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    const [answer] = (await once(sent, 'response')) as [Readable];
    const error = await readFirstFile(answer, 10_000).catch((reason: unknown) => reason);
    expect(explainRefusal('container door', error)).toMatchObject({ code: 'docker_away', retryable: true });
    server.close();
  });
});
