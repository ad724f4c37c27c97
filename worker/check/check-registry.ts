import { Readable } from 'node:stream';
import type { Checked } from '../../domain/check';
import { StewardError } from '../../domain/errors';
import { hashBytes } from '../../formats/hash';
import { mediaTypes } from '../../formats/oci/media-types';
import { parseReference, type Repository } from '../../formats/oci/registry/parse-reference';
import { createRegistry, type NamedRegistry, type RegistrySettings } from '../wiring/create-registry';
import { type Found, runLooks } from './run-looks';
import { proxyRoute } from './proxy-route';

export interface RegistryChecks {
  readonly settings: RegistrySettings;
  /** Steward's own image for scoring gateways; absent: not looked at here. */
  readonly gatewayImage?: string;
  /** Differs from run to run, so that something is really sent. */
  readonly mark: string;
}

/** Pushed without a tag, so that nothing is left to see: the registry's own garbage collection takes it. */
const repository = 'steward-check';
const limit = 10_000;

/** Logs in, pushes a tiny artifact, and reads it back by its digest. */
export async function checkRegistry({ settings, gatewayImage, mark }: RegistryChecks): Promise<readonly Checked[]> {
  let made: NamedRegistry | undefined;
  const registry = (): NamedRegistry => {
    made ??= createRegistry(settings);
    if (made === undefined) throw new RangeError('no registry is named');
    return made;
  };
  const artifact = describeArtifact(mark);
  return runLooks(routeOf(settings), [
    { what: 'Registry: push', gate: true, look: () => push(registry(), artifact) },
    { what: 'Registry: pull', look: () => pull(registry(), artifact) },
    ...(gatewayImage === undefined
      ? []
      : [{ what: 'Registry: gateway image', look: () => findImage(registry(), gatewayImage) }]),
  ]).finally(() => made?.client.close());
}

type Artifact = ReturnType<typeof describeArtifact>;

function describeArtifact(mark: string) {
  const [empty, content] = [Buffer.from('{}'), Buffer.from(`steward check ${mark}\n`)];
  const blobs = [empty, content].map((bytes) => ({ bytes, digest: hashBytes(bytes), size: bytes.byteLength }));
  const [config, layer] = blobs.map(({ digest, size }, at) => ({
    ...{ mediaType: at === 0 ? mediaTypes.empty : 'text/plain', digest, size },
  }));
  const document = {
    ...{ schemaVersion: 2, mediaType: mediaTypes.manifest, artifactType: 'application/vnd.steward.check.v1' },
    ...{ config, layers: [layer] },
  };
  const bytes = Buffer.from(JSON.stringify(document));
  return { blobs, manifest: { bytes, digest: hashBytes(bytes), mediaType: mediaTypes.manifest } };
}

function placeOf({ host, prefix }: NamedRegistry): Repository {
  return { host, name: prefix === '' ? repository : `${prefix}/${repository}` };
}

async function push(registry: NamedRegistry, { blobs, manifest }: Artifact): Promise<Found> {
  const at = placeOf(registry);
  for (const { bytes, digest, size } of blobs)
    await registry.client.uploadBlob(at, { digest, size, open: (start) => Readable.from([bytes.subarray(start)]) }, {});
  await registry.client.putManifest(at, manifest.digest, manifest);
  return `${manifest.digest.slice(0, 19)} to ${at.host}/${at.name}`;
}

async function pull(registry: NamedRegistry, { blobs, manifest }: Artifact): Promise<Found> {
  const at = placeOf(registry);
  const found = await registry.client.getManifest(at, manifest.digest);
  const bytes = await Promise.all(blobs.map((blob) => registry.client.readBlob(at, blob, limit)));
  if (found === undefined || bytes.includes(undefined))
    throw new StewardError('image_registry_digest', {
      ...{ host: at.host, what: 'the artifact that was just pushed', expected: manifest.digest, actual: 'nothing' },
    });
  return 'the same bytes came back by their digest';
}

async function findImage({ client }: NamedRegistry, image: string): Promise<Found> {
  const { digest, ...at } = parseReference(image);
  if (digest === undefined || (await client.findManifest(at, digest)) === undefined)
    throw new StewardError('check_gateway_image', { image });
  return image;
}

function routeOf(settings: RegistrySettings): string {
  const { STEWARD_REGISTRY: name = '', STEWARD_REGISTRY_CA_FILE: authorities } = settings;
  const [host = ''] = name.split('/', 1);
  const way = proxyRoute(host, settings);
  return authorities === undefined ? way : `${way}, CA ${authorities}`;
}
