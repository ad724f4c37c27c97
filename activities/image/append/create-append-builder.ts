import { resolve } from 'node:path';
import type { ImageBuilder } from '../../../domain/ports/builder';
import { asWriteTo } from '../../../formats/oci/write-errors';
import { type ExtractModel, buildParts } from './build-parts';
import { discardParts } from './parts';
import type { ImagePlace } from './place';
import { findLost, findPublished, publishParts } from './publish-parts';

export interface AppendBuilderDeps {
  /** Where images are published and their bases are read. */
  readonly place: ImagePlace;
  /** Where parts wait for their approval; shared by all builders of a machine. */
  readonly workDirectory: string;
  readonly extractModel: ExtractModel;
}

/**
 * Builds without a daemon: the model's files become one uncompressed layer on top of a base. The image digest is known
 * after `build`, and is the same in whatever place; the place shows nothing of it until `publish`. Any number of
 * processes may use it at once, and each may be killed at any point.
 */
export function createAppendBuilder({ place, workDirectory, extractModel }: AppendBuilderDeps): ImageBuilder {
  const work = resolve(workDirectory);
  return {
    build: (request) => asWriteTo(work, () => buildParts(place, work, extractModel, request)),
    publish: (digest, project, label) => publishParts(place, work, digest, project, label),
    published: (digest, project, label) => findPublished(place, digest, project, label),
    lost: (digest, project, label) => findLost(place, digest, project, label),
    discard: (digest) => asWriteTo(work, () => discardParts(work, digest)),
  };
}
