import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { StewardError } from '../../../domain/errors';
import type { BuildRequest } from '../../../domain/ports/builder';
import type { FindCredentials } from '../../../formats/oci/registry/credentials';
import { listLayer } from '../../../formats/oci/list-layer';
import { type Daemon, connectDaemon } from '../../target/docker/connect-daemon';
import { pullImage } from '../../target/docker/pull-image';
import type { DraftImage } from '../build-parts';
import { buildInDaemon } from './build-in-daemon';
import { whyConfigDiffers, whyLayersDiffer } from './compare-image';
import { asBuild } from './build-names';
import { readLayers } from './read-layers';
import { removeBuild, sweepBuilds } from './remove-builds';

export interface DaemonDeps {
  /** Path of the daemon's unix socket. */
  readonly socket: string;
  /** Who the daemon pulls bases as. */
  readonly credentials: FindCredentials;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Milliseconds without a word: unpacking and exporting gigabytes is done in silence. */
const patience = 10 * 60_000;
/** Characters; labels of a base may be many. */
const longestWords = 500;

/**
 * Has the daemon make the image that was drafted, and compares what it made: the layers below with the base's, what is new
 * entry by entry, and what the config says. Nothing of it stays there but the base. Throws `docker_build_failed`,
 * `docker_build_differs`, and what daemons and pulls throw.
 */
export async function proveByDaemon(deps: DaemonDeps, { base }: BuildRequest, draft: DraftImage): Promise<void> {
  const from = base.kind === 'scratch' ? undefined : nameBase(base.reference, draft);
  const daemon = await connectDaemon(deps.socket, patience);
  await sweepBuilds(daemon, deps.now());
  if (from !== undefined) await pullImage(daemon, from, deps.credentials);
  await asBuild(randomUUID(), async (build) => {
    try {
      const id = await buildInDaemon(daemon, draft, from, build);
      const why = await whyDiffers(daemon, id, draft, build);
      if (why !== undefined) throw new StewardError('docker_build_differs', { why: why.slice(0, longestWords) });
    } finally {
      // What stays because the daemon went is swept by a later build.
      await removeBuild(daemon, build).catch(() => undefined);
    }
  });
}

/** The very image that the base was read from, by digest: the daemon chooses nothing. */
function nameBase(reference: string, { base }: DraftImage): string {
  const unusable = (why: string) => new StewardError('image_base_unusable', { reference, why });
  if (base?.repository === undefined) throw unusable('it is in a folder, which a Docker daemon cannot pull from');
  const { OnBuild: triggers } = (base.config.config ?? {}) as { readonly OnBuild?: unknown };
  if (Array.isArray(triggers) && triggers.length > 0)
    throw unusable('it has ONBUILD instructions, which Docker would carry out and no other builder');
  return `${base.repository}@${base.digest}`;
}

async function whyDiffers(daemon: Daemon, id: string, draft: DraftImage, build: string): Promise<string | undefined> {
  const made = await daemon.call(`image ${id}`, () => daemon.docker.getImage(id).inspect());
  const why = whyConfigDiffers(made, draft.config, build);
  if (why !== undefined) return why;
  const wanted = await listLayer(createReadStream(draft.layer.path), { bytes: draft.layer.size, entries: Infinity });
  const entries = wanted.entries.size;
  // Another program writes more about each entry.
  const limits = { bytes: draft.layer.size + 1024 * 1024 + 4096 * entries, entries: entries + 100 };
  const above = (made.RootFS.Layers ?? []).slice(draft.base?.config.rootfs.diff_ids.length ?? 0);
  const layers = await daemon.call(`image ${id}`, async () =>
    readLayers(await daemon.docker.getImage(id).get(), above, join(draft.folder, 'exported'), limits),
  );
  if (layers === undefined)
    return `what it gives out lacks one of the layers ${above.join(', ')} of at most ${limits.bytes} bytes`;
  const listed = layers.map((layer) => layer.entries);
  return whyLayersDiffer(listed, wanted.entries, made.Config.WorkingDir);
}
