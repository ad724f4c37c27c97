import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Digest } from '../../domain/digest';
import { StewardError, isStewardError } from '../../domain/errors';
import type { ModelCard } from '../../domain/retraining/model-card';
import type { LostPart } from '../../domain/ports/builder';
import { hashFile } from '../../formats/hash';
import type { Blob } from '../../formats/oci/blobs';
import type { Descriptor } from '../../formats/oci/documents';
import { mediaTypes } from '../../formats/oci/media-types';
import type { RegistryClient } from '../../formats/oci/registry/create-registry-client';
import type { ManifestDocument } from '../../formats/oci/registry/manifests';
import { type Repository, parseReference, whyNoRepository } from '../../formats/oci/registry/parse-reference';
import type { BlobSource } from '../../formats/oci/registry/upload-blob';
import { packagesRepository } from '../store/registry/packages-repository';
import { allDone } from './all-done';
import { attachModelCard } from './attach-model-card';
import { attachPackage } from './attach-package';
import { partsLost } from './parts-lost';
import type { BaseSource, ImageName, ImageParts, ImagePlace } from './place';

/** How far the upload of one blob is. */
export interface PushProgress {
  readonly repository: string;
  readonly blob: string;
  readonly sentBytes: number;
  readonly bytes: number;
}

export interface RegistryPlaceDeps {
  readonly client: RegistryClient;
  readonly host: string;
  /** The path below which each project has its repository; empty for none. */
  readonly prefix: string;
  readonly progress: (line: PushProgress) => void;
  /** The model card of the version that has a package; absent: none is attached. */
  readonly modelCard?: (project: string, packageDigest: Digest) => Promise<ModelCard | undefined>;
  /** Hears why a package or a model card was not attached to its image, which no release fails by. */
  readonly report: (line: { readonly image: string; readonly error: unknown }) => void;
}

/** Bytes between two lines about one blob. */
const progressStep = 16 * 1024 * 1024;

/** Images in an OCI registry, each project's in a repository of its own; bases out of any registry. */
export function createRegistryPlace(deps: RegistryPlaceDeps): ImagePlace {
  return {
    openBase: (reference) => openBase(deps.client, reference),
    publish: (name, parts) => publish(deps, repositoryOf(deps, name), name, parts),
    lost: (name) => findLost(deps.client, repositoryOf(deps, name), name),
    async find(name) {
      const at = repositoryOf(deps, name);
      return (await findLost(deps.client, at, name)).length === 0 ? referenceOf(at, name) : undefined;
    },
  };
}

function openBase(client: RegistryClient, reference: string): BaseSource {
  const { host, name, tag = 'latest', digest } = parseReference(reference);
  const at = { host, name };
  return {
    repository: `${host}/${name}`,
    document: (child) => client.getManifest(at, child ?? digest ?? tag),
    blob: (blob, limit) => client.readBlob(at, blob, limit),
    blobSize: (blob) => client.findBlob(at, blob),
  };
}

/**
 * The manifest goes last and under its tag, so that nothing shows before all of it is there and nothing prunes it. Only
 * what is not there is sent: also of an image that is tagged already, of which a part may have been lost.
 */
async function publish(
  deps: RegistryPlaceDeps,
  at: Repository,
  name: ImageName,
  parts: ImageParts | undefined,
): Promise<string | undefined> {
  const { client } = deps;
  const { digest, tag } = name;
  const tagged = await isTagged(client, at, name);
  const manifest =
    parts === undefined
      ? await readWhole(client, at, digest)
      : { digest, bytes: parts.bytes, mediaType: parts.manifest.mediaType ?? mediaTypes.manifest };
  if (manifest === undefined) return undefined;
  if (parts !== undefined) await sendParts(deps, at, parts);
  if (!tagged) await client.putManifest(at, tag, manifest);
  const back = await client.getManifest(at, digest);
  if (back !== undefined && (await isTagged(client, at, name))) {
    const image = referenceOf(at, name);
    const report = (error: unknown): void => deps.report({ image, error });
    await attachPackage(client, at, packagesRepository(deps.host, deps.prefix), back).catch(report);
    const { modelCard } = deps;
    if (modelCard) await attachModelCard(client, at, back, (made) => modelCard(name.project, made)).catch(report);
    return image;
  }
  const what = `keep the manifest ${digest}`;
  throw new StewardError('image_registry_unclear', { host: at.host, what, why: `it is not under ${tag} afterwards` });
}

async function findLost(client: RegistryClient, at: Repository, name: ImageName): Promise<readonly LostPart[]> {
  const { digest, tag } = name;
  const tagged = (await client.findManifest(at, tag)) === digest;
  const { lost } = await readKept(client, at, digest);
  return [...(tagged ? [] : [{ part: 'tag', digest } as const]), ...lost];
}

/** The manifest of an image of which nothing is lost. */
async function readWhole(
  client: RegistryClient,
  at: Repository,
  digest: Digest,
): Promise<ManifestDocument | undefined> {
  const { manifest, lost } = await readKept(client, at, digest);
  return lost.length === 0 ? manifest : undefined;
}

/** A manifest with other bytes than its digest's is as good as none. */
async function readKept(client: RegistryClient, at: Repository, digest: Digest) {
  const manifest = await client.getManifest(at, digest).catch((error: unknown) => {
    if (isStewardError(error) && error.code === 'image_registry_digest') return undefined;
    throw error;
  });
  return { manifest, lost: await partsLost(digest, manifest?.bytes, (blob) => client.findBlob(at, blob)) };
}

/** Throws `image_tag_taken`. */
async function isTagged(client: RegistryClient, at: Repository, { digest, tag }: ImageName): Promise<boolean> {
  const found = await client.findManifest(at, tag);
  if (found === undefined || found === digest) return found === digest;
  throw new StewardError('image_tag_taken', { tag: `${at.host}/${at.name}:${tag}`, digest: found });
}

/** The base's layers, then our own beside the config. */
async function sendParts(deps: RegistryPlaceDeps, at: Repository, parts: ImageParts): Promise<void> {
  const { config, layers } = parts.manifest;
  const own = layers.at(-1);
  for (const layer of layers.slice(0, -1)) await sendBaseLayer(deps, at, parts, layer);
  const sentOwn = own === undefined ? Promise.resolve() : sendFile(deps, at, own, parts.layerPath);
  await allDone(sentOwn, sendFile(deps, at, config, parts.configPath));
}

/** A layer of the base is mounted where the registry has it already, else copied through without touching a disk. */
async function sendBaseLayer(
  { client, progress }: RegistryPlaceDeps,
  at: Repository,
  { digest, baseRepository }: ImageParts,
  layer: Descriptor,
): Promise<void> {
  if ((await client.findBlob(at, layer.digest)) === layer.size) return;
  // Parts of a builder that published elsewhere: building again finds the base anew.
  if (baseRepository === undefined)
    throw new StewardError('store_digest_mismatch', { expected: digest, actual: 'an image of another place' });
  const from = parseReference(baseRepository);
  const source: BlobSource = {
    digest: layer.digest,
    size: layer.size,
    open: (start) => Readable.from(client.streamBlob(from, layer, start)),
  };
  await client.uploadBlob(at, source, { mountFrom: from, progress: tell(progress, at, layer) });
}

async function sendFile(
  { client, progress }: RegistryPlaceDeps,
  at: Repository,
  { digest, size }: Descriptor,
  path: string,
): Promise<void> {
  const found = await hashFile(path);
  if (found.digest !== digest)
    throw new StewardError('store_digest_mismatch', { expected: digest, actual: found.digest });
  const source = { digest, size, open: (start: number) => createReadStream(path, { start }) };
  await client.uploadBlob(at, source, { progress: tell(progress, at, source) });
}

/** Tells the beginning, the end, and steps between them. */
function tell(progress: RegistryPlaceDeps['progress'], at: Repository, { digest, size }: Blob) {
  let next = 0;
  return (sentBytes: number) => {
    if (sentBytes < next && sentBytes < size) return;
    next = sentBytes + progressStep;
    progress({ repository: `${at.host}/${at.name}`, blob: digest, sentBytes, bytes: size });
  };
}

function repositoryOf({ host, prefix }: RegistryPlaceDeps, { project }: ImageName): Repository {
  const at = { host, name: prefix === '' ? project : `${prefix}/${project}` };
  const why = whyNoRepository(at);
  if (why !== undefined) throw new StewardError('image_reference_invalid', { reference: `${host}/${at.name}`, why });
  return at;
}

function referenceOf({ host, name }: Repository, { digest }: ImageName): string {
  return `${host}/${name}@${digest}`;
}
