/** OCI image specification 1.1, and Docker's of before, in which most bases still come. */
export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  /** A layer as a plain tar: no compressor's version can change its digest. */
  layer: 'application/vnd.oci.image.layer.v1.tar',
  empty: 'application/vnd.oci.empty.v1+json',
  /** What an artifact of ours is: a registered model package. */
  package: 'application/vnd.steward.package.v1',
  /** And the model card of a retrained version. */
  modelCard: 'application/vnd.steward.model-card.v1',
  zip: 'application/zip',
  json: 'application/json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  /** The plain tar of Docker's family. */
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar',
  dockerSchema1: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
} as const;

/** The annotation of an index entry that names it for people. */
export const tagAnnotation = 'org.opencontainers.image.ref.name';
