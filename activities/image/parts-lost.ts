import type { Digest } from '../../domain/digest';
import type { LostPart } from '../../domain/ports/builder';
import { readManifest } from './parts';

/** What of an image is not there in its size, by the bytes of its manifest; without them that is all that is known to be lost. */
export async function partsLost(
  digest: Digest,
  manifest: Buffer | undefined,
  sizeOf: (blob: Digest) => Promise<number | undefined>,
): Promise<readonly LostPart[]> {
  if (manifest === undefined) return [{ part: 'manifest', digest }];
  const { config, layers } = readManifest(digest, manifest);
  const lost: LostPart[] = [];
  if ((await sizeOf(config.digest)) !== config.size) lost.push({ part: 'config', digest: config.digest });
  for (const layer of layers)
    if ((await sizeOf(layer.digest)) !== layer.size) lost.push({ part: 'layer', digest: layer.digest });
  return lost;
}
