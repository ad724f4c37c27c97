import { resolve } from 'node:path';
import type { ImageBuilder } from '../../../domain/ports/builder';
import { asWriteTo } from '../../../formats/oci/write-errors';
import { type BuildDeps, buildParts } from '../build-parts';
import { createPublisher } from '../create-publisher';
import { type DaemonDeps, proveByDaemon } from './prove-by-daemon';

/**
 * Builds with a Docker daemon: it makes the image out of the base and the model's files, and what it made is compared with
 * what is kept for publishing. The bytes, and so the digest, are those of every other builder; publishing goes past the
 * daemon. Any number of processes may use it at once, and each, and the daemon, may be killed at any point.
 */
export function createDockerBuilder(deps: BuildDeps & DaemonDeps): ImageBuilder {
  const work = resolve(deps.workDirectory);
  const own = { ...deps, workDirectory: work };
  return {
    ...createPublisher(deps.place, work),
    build: (request) => asWriteTo(work, () => buildParts(own, request, (draft) => proveByDaemon(deps, request, draft))),
  };
}
