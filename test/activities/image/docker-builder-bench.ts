import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createRegistryPlace } from '../../../activities/image/create-registry-place';
import { createDockerBuilder } from '../../../activities/image/docker/create-docker-builder';
import { buildLabel } from '../../../activities/image/docker/build-names';
import type { ImageBuilder } from '../../../domain/ports/builder';
import { hashBytes } from '../../../formats/hash';
import { mediaTypes } from '../../../formats/oci/media-types';
import type { RegistryClient } from '../../../formats/oci/registry/create-registry-client';
import { createCredentials } from '../../../formats/oci/registry/credentials';
import { extractSampleModel } from '../../contracts/sample-package';
import type { TestDaemon } from '../../support/docker-daemon';
import { account } from '../../support/registry-server';

interface BuilderParts {
  readonly client: RegistryClient;
  readonly host: string;
  readonly workDirectory: string;
}

/** Nothing that is not attached goes unheard. */
const report = ({ error }: { readonly error: unknown }): never => {
  throw error;
};

function buildDeps({ client, host, workDirectory }: BuilderParts) {
  const place = createRegistryPlace({ client, host, prefix: 'steward', progress: () => undefined, report });
  return { place, workDirectory, extractModel: extractSampleModel };
}

export function appendBuilder(parts: BuilderParts): ImageBuilder {
  return createAppendBuilder(buildDeps(parts));
}

export function dockerBuilder(
  parts: BuilderParts & { readonly socket: string; readonly password?: string; readonly now?: () => number },
): ImageBuilder {
  const { host, socket, password = account.password, now = Date.now } = parts;
  const credentials = createCredentials({ account: { host, user: account.user, password } });
  return createDockerBuilder({ ...buildDeps(parts), socket, credentials, now });
}

export interface BaseSetup {
  /** By path; each file is a layer. */
  readonly files?: Readonly<Record<string, string>>;
  readonly architecture?: string;
  readonly config?: object;
}

/** A base whose layers a daemon can unpack, compressed as most are, pushed under a tag; its name by digest. */
export async function pushBase(client: RegistryClient, host: string, name: string, setup: BaseSetup = {}) {
  const { files = { 'bin/server': 'a server', 'etc/server.conf': 'port', 'models/note': 'none' } } = setup;
  const at = { host, name };
  const push = async (bytes: Buffer, mediaType: string) => {
    const blob = { digest: hashBytes(bytes), size: bytes.byteLength };
    await client.uploadBlob(at, { ...blob, open: (start) => Readable.from([bytes.subarray(start)]) }, {});
    return { mediaType, ...blob };
  };
  const tars = await Promise.all(Object.entries(files).map(([path, content]) => packFile(path, content)));
  const layers = [];
  for (const tar of tars) layers.push(await push(gzipSync(tar), 'application/vnd.docker.image.rootfs.diff.tar.gzip'));
  const document = {
    ...{ architecture: setup.architecture ?? 'amd64', os: 'linux', created: '2026-01-02T03:04:05Z' },
    config: {
      ...{ Env: ['PATH=/bin', 'MODEL_NAME=model', 'QUOTED="$HOME\\"'], Entrypoint: ['/bin/server'], Cmd: ['serve'] },
      ...{ WorkingDir: '/srv', Labels: { vendor: 'of the tests' }, ...setup.config },
    },
    rootfs: { type: 'layers', diff_ids: tars.map((tar) => hashBytes(tar)) },
    history: tars.map((_, number) => ({ created: '2026-01-02T03:04:05Z', created_by: `layer ${number}` })),
  };
  const config = await push(Buffer.from(JSON.stringify(document)), mediaTypes.dockerConfig);
  const manifest = { schemaVersion: 2, mediaType: mediaTypes.dockerManifest, config, layers };
  const bytes = Buffer.from(JSON.stringify(manifest));
  const digest = hashBytes(bytes);
  await client.putManifest(at, 'v1', { digest, bytes, mediaType: mediaTypes.dockerManifest });
  return { reference: `${host}/${name}@${digest}`, layers };
}

/** A tar with one file. */
export async function packFile(path: string, content: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name: path, mode: 0o755, mtime: new Date(1_000_000) }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(tar) as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Ids of what builds left in a daemon: images and containers. */
export async function leftIn({ docker }: TestDaemon): Promise<readonly string[]> {
  const all = { all: true, filters: { label: [buildLabel] } };
  const [images, containers] = [await docker.listImages(all), await docker.listContainers(all)];
  return [...images, ...containers].map(({ Id }) => Id);
}

/** An image as a build leaves it that was killed; its id. */
export async function leaveImage({ docker }: TestDaemon, build: string): Promise<string> {
  const recipe = `FROM scratch\nCOPY Dockerfile /\nLABEL "${buildLabel}"="${build}"\n`;
  const t = `left:${build.replaceAll(' ', '-')}`;
  const words = await docker.buildImage(Readable.from([await packFile('Dockerfile', recipe)]), { t });
  for await (const word of words) expect(String(word)).not.toContain('errorDetail');
  return (await docker.getImage(t).inspect()).Id;
}

export const newFolder = (folder: string): Promise<string> => mkdtemp(join(folder, 'builds-'));
