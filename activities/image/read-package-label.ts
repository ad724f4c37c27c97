import { type Digest, isDigest } from '../../domain/digest';
import { imageConfigSchema } from '../../formats/oci/documents';
import { packageLabel } from './describe-image';

/** The package that an image was made of, by its config; undefined for bytes that are no config of ours. */
export function readPackageLabel(config: Buffer): Digest | undefined {
  const label = imageConfigSchema.safeParse(parse(config)).data?.config?.Labels?.[packageLabel];
  return label !== undefined && isDigest(label) ? label : undefined;
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
