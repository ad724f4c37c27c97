import { z } from 'zod';
import { type Digest, isDigest } from '../../domain/digest';

/** In bytes; more is no manifest and no config. The specification has registries take manifests of 4 MiB at least. */
export const maximalDocument = 4 * 1024 * 1024;

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value), 'not a sha256 digest');
const texts = z.record(z.string(), z.string());

/** Fields that we do not know are kept: other tools' entries survive our rewriting of the index. */
const descriptor = z.looseObject({
  mediaType: z.string(),
  digest,
  size: z.int().min(0),
  artifactType: z.string().exactOptional(),
  annotations: texts.exactOptional(),
  platform: z.looseObject({ architecture: z.string().exactOptional(), os: z.string().exactOptional() }).exactOptional(),
});

export const imageIndexSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().exactOptional(),
  manifests: z.array(descriptor),
});

export const imageManifestSchema = z.looseObject({
  schemaVersion: z.literal(2),
  mediaType: z.string().exactOptional(),
  artifactType: z.string().exactOptional(),
  config: descriptor,
  layers: z.array(descriptor).max(200),
  subject: descriptor.exactOptional(),
  annotations: texts.exactOptional(),
});

export const imageConfigSchema = z.looseObject({
  architecture: z.string(),
  os: z.string(),
  created: z.string().exactOptional(),
  config: z
    .looseObject({
      User: z.string().exactOptional(),
      Env: z.array(z.string()).nullable().exactOptional(),
      Labels: texts.nullable().exactOptional(),
    })
    .exactOptional(),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(digest) }),
  history: z.array(z.looseObject({})).exactOptional(),
});

export type Descriptor = z.infer<typeof descriptor>;
export type ImageIndex = z.infer<typeof imageIndexSchema>;
export type ImageManifest = z.infer<typeof imageManifestSchema>;
export type ImageConfig = z.infer<typeof imageConfigSchema>;
