import { type Digest, isDigest } from '../../domain/digest';
import { imageConfigSchema } from '../../formats/oci/documents';
import { parseJson } from '../../formats/oci/parse-json';
import { packageLabel } from './describe-image';

/** The package that an image was made of, by its config; undefined for bytes that are no config of ours. */
export function readPackageLabel(config: Buffer): Digest | undefined {
  const label = imageConfigSchema.safeParse(parseJson(config)).data?.config?.Labels?.[packageLabel];
  return label !== undefined && isDigest(label) ? label : undefined;
}
