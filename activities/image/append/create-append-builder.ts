import { resolve } from 'node:path';
import type { ImageBuilder } from '../../../domain/ports/builder';
import { asWriteTo } from '../../../formats/oci/write-errors';
import { type BuildDeps, buildParts } from '../build-parts';
import { createPublisher } from '../create-publisher';

/**
 * Builds without a daemon: the model's files become one uncompressed layer on top of a base. The image digest is known
 * after `build`, and is the same in whatever place; the place shows nothing of it until `publish`. Any number of
 * processes may use it at once, and each may be killed at any point.
 */
export function createAppendBuilder(deps: BuildDeps): ImageBuilder {
  const work = resolve(deps.workDirectory);
  const own = { ...deps, workDirectory: work };
  return {
    ...createPublisher(deps.place, work),
    build: (request) => asWriteTo(work, () => buildParts(own, request)),
  };
}
