import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { versionDirectory } from '../../domain/digest';
import type { PackageManifest } from '../../domain/package/manifest';
import type { BuildRequest, BuiltImage } from '../../domain/ports/builder';
import { sweepTemporary, temporaryPath } from '../../formats/files/temporary-files';
import { hashBytes } from '../../formats/hash';
import type { Blob } from '../../formats/oci/blobs';
import type { ImageConfig } from '../../formats/oci/documents';
import { documentText } from '../../formats/oci/layout';
import { type LayerFile, writeLayer } from '../../formats/oci/write-layer';
import { allDone } from './all-done';
import { type Base, describeConfig, describeManifest } from './describe-image';
import { keepParts, unfinishedOf } from './parts';
import type { ImagePlace } from './place';
import { readBase } from './read-base';

/** Writes the model's files out of the package archive into an empty folder, by their paths below the version directory. */
export type ExtractModel = (packagePath: string, manifest: PackageManifest, intoDirectory: string) => Promise<void>;

/** An image before it is kept. */
export interface DraftImage {
  /** Of its making alone, and removed after it. */
  readonly folder: string;
  readonly layer: Blob & { readonly path: string };
  readonly config: ImageConfig;
  readonly base: Base | undefined;
}

export interface BuildDeps {
  /** Where images are published and their bases are read. */
  readonly place: ImagePlace;
  /** Where parts wait for their approval; shared by all builders of a machine. */
  readonly workDirectory: string;
  readonly extractModel: ExtractModel;
}

/**
 * Computes layer, config and manifest into a folder of their own and keeps it under the image's digest, once `accept` has
 * not thrown. Nothing waits for the disk: whoever publishes the parts reads them by their digests, and what a loss of
 * power damaged is built again.
 */
export async function buildParts(
  { place, workDirectory: work, extractModel }: BuildDeps,
  request: BuildRequest,
  accept?: (draft: DraftImage) => Promise<void>,
): Promise<BuiltImage> {
  const { project, manifest, base } = request;
  await sweepTemporary(unfinishedOf(work));
  const folder = await temporaryPath(unfinishedOf(work));
  try {
    // The base is asked for while the layer is written.
    const [below, { path, ...layer }] = await allDone(readBase(place, base), writeModel(request, extractModel, folder));
    const described = describeConfig(project, manifest, layer, below);
    await accept?.({ folder, layer: { ...layer, path }, config: described, base: below });
    const config = await writeDocument(join(folder, 'config.json'), described);
    const image = describeManifest(config, layer, below);
    const { digest, size } = await writeDocument(join(folder, 'manifest.json'), image);
    if (below?.repository !== undefined) await writeFile(join(folder, 'base.txt'), below.repository);
    await keepParts(work, folder, digest);
    const bytes = image.layers.reduce((sum, one) => sum + one.size, size + config.size);
    return { digest, bytes, layer: layer.digest, config: config.digest, base };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeModel(
  request: BuildRequest,
  extractModel: ExtractModel,
  folder: string,
): Promise<DraftImage['layer']> {
  const model = join(folder, 'model');
  const path = join(folder, 'layer.tar');
  await mkdir(model, { recursive: true });
  await extractModel(request.packagePath, request.manifest, model);
  const layer = await writeLayer(layerFiles(request, model), path);
  await rm(model, { recursive: true });
  return { ...layer, path };
}

/** TensorFlow Serving's layout: `/models/<name>/<integer>/…`. The manifest says which files, not the folder. */
function layerFiles({ project, manifest }: BuildRequest, model: string): LayerFile[] {
  const root = `models/${project}/${versionDirectory(manifest.packageDigest)}`;
  return manifest.model.files.map(({ path, size, sha256 }) => ({
    path: `${root}/${path}`,
    content: { file: join(model, path), size, sha256 },
  }));
}

async function writeDocument(path: string, document: object): Promise<Blob> {
  const bytes = Buffer.from(documentText(document));
  await writeFile(path, bytes, { flag: 'wx' });
  return { digest: hashBytes(bytes), size: bytes.byteLength };
}
