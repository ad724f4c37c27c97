import { type Digest, versionDirectory } from '../../domain/digest';
import type { PackageManifest } from '../../domain/package/manifest';
import type { Json } from '../../domain/canonical-json';
import { hashJson } from '../../formats/hash';
import type { Blob } from '../../formats/oci/blobs';
import type { Descriptor, ImageConfig, ImageManifest } from '../../formats/oci/documents';
import { mediaTypes } from '../../formats/oci/media-types';

/** What is appended to; for `scratch` there is none. */
export interface Base {
  readonly digest: Digest;
  /** Whose media types it has: what is built upon it keeps to one family, or other tools refuse the mixture. */
  readonly family: 'oci' | 'docker';
  readonly layers: readonly Descriptor[];
  readonly config: ImageConfig;
  /** Where its layers are found again; none for those of the place that is built for. */
  readonly repository?: string;
}

/** No clock in an image: the same package built next year is the same image. */
const epoch = '1970-01-01T00:00:00Z';

/** The label that names the package that an image was made of. */
export const packageLabel = 'steward.package.digest';

const appended = { created: epoch, created_by: 'steward: append the model' } as const;

/**
 * Model files run anywhere, yet a config must name a platform, and of a list of bases one must be chosen: this one
 * whatever machine builds, so that all compute the same digest.
 */
export const platform = { architecture: 'amd64', os: 'linux' } as const;

/**
 * The image's config: a function of project, package and base alone. Neither the version's label nor the release is in
 * it: another label for the same package is the same image. The variables are those that TensorFlow Serving's own image
 * reads; the user is numeric and without rights, for clusters that demand it. A base without a history gets none: one
 * that does not name every layer is refused by other tools.
 */
export function describeConfig(
  project: string,
  manifest: PackageManifest,
  layer: Blob,
  base: Base | undefined,
): ImageConfig {
  const before = base?.config;
  const variables = { MODEL_NAME: project, MODEL_BASE_PATH: '/models' };
  const kept = (before?.config?.Env ?? []).filter(
    (line) => !Object.keys(variables).some((name) => line.startsWith(`${name}=`)),
  );
  return {
    ...platform,
    ...before,
    created: epoch,
    config: {
      ...before?.config,
      User: '1001:0',
      Env: [...kept, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)],
      Labels: { ...before?.config?.Labels, ...labels(project, manifest, base) },
    },
    rootfs: { type: 'layers', diff_ids: [...(before?.rootfs.diff_ids ?? []), layer.digest] },
    ...(before !== undefined && before.history === undefined
      ? {}
      : { history: [...(before?.history ?? []), appended] }),
  };
}

/** The image's manifest; its bytes' digest is the image's. The base's descriptors stay as they are. */
export function describeManifest(config: Blob, layer: Blob, base: Base | undefined): ImageManifest {
  const types = families[base?.family ?? 'oci'];
  return {
    schemaVersion: 2,
    mediaType: types.manifest,
    config: { mediaType: types.config, ...config },
    layers: [...(base?.layers ?? []), { mediaType: types.layer, ...layer }],
  };
}

const families = {
  oci: { manifest: mediaTypes.manifest, config: mediaTypes.config, layer: mediaTypes.layer },
  docker: { manifest: mediaTypes.dockerManifest, config: mediaTypes.dockerConfig, layer: mediaTypes.dockerLayer },
} as const;

function labels(project: string, manifest: PackageManifest, base: Base | undefined): Record<string, string> {
  const agreed = { contract: manifest.contract, call: manifest.call };
  return {
    'org.opencontainers.image.title': project,
    'org.opencontainers.image.version': versionDirectory(manifest.packageDigest),
    ...(base && { 'org.opencontainers.image.base.digest': base.digest }),
    'steward.project': project,
    [packageLabel]: manifest.packageDigest,
    'steward.package.tree': manifest.treeDigest,
    'steward.contract.digest': hashJson(agreed as unknown as Json),
  };
}
