import { resolve } from 'node:path';
import type { ImageBuilder } from '../../../domain/ports/builder';
import { asWriteTo } from '../../../formats/oci/write-errors';
import { type ExtractModel, buildParts } from './build-parts';
import { discardParts } from './parts';
import { findPublished, publishParts } from './publish-parts';

export interface AppendBuilderDeps {
  /** The OCI image layout that images are published into. */
  readonly layoutDirectory: string;
  /** Where parts wait for their approval; shared by all builders of the layout. */
  readonly workDirectory: string;
  readonly extractModel: ExtractModel;
}

/**
 * Builds without a daemon: the model's files become one uncompressed layer on top of a base. The image digest is known
 * after `build`; the layout shows nothing of it until `publish`. Any number of processes may use it at once, and each
 * may be killed at any point.
 */
export function createAppendBuilder(deps: AppendBuilderDeps): ImageBuilder {
  const places = { layout: resolve(deps.layoutDirectory), work: resolve(deps.workDirectory) };
  return {
    build: (request) => asWriteTo(places.work, () => buildParts(places, deps.extractModel, request)),
    publish: (digest, _project, label) => publishParts(places, digest, label),
    published: (digest) => findPublished(places.layout, digest),
    discard: (digest) => asWriteTo(places.work, () => discardParts(places.work, digest)),
  };
}
