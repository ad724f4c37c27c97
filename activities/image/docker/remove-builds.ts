import type Docker from 'dockerode';
import type { Daemon } from '../../target/docker/connect-daemon';
import { statusOf } from '../../target/docker/explain-refusal';
import { buildLabel, isLeftOver } from './build-names';

interface Thing {
  readonly Id: string;
  readonly Labels?: Docker.ImageInfo['Labels'] | null;
  readonly Created: number;
}

/** Removes what one build made, whole or not. What is gone already is fine, and what the daemon cannot remove stays. */
export async function removeBuild(daemon: Daemon, build: string): Promise<void> {
  await removeWhere(daemon, `${buildLabel}=${build}`, () => Promise.resolve(true));
}

/** Removes what builds left that nobody goes on with, as far as the daemon can. */
export async function sweepBuilds(daemon: Daemon, now: number): Promise<void> {
  await removeWhere(daemon, buildLabel, ({ Labels, Created }) =>
    isLeftOver(Labels?.[buildLabel] ?? '', Created * 1_000, now),
  );
}

/** Containers first: they hold images. An image goes with those below it that nothing else is made of. */
async function removeWhere(daemon: Daemon, label: string, is: (thing: Thing) => Promise<boolean>): Promise<void> {
  const { docker } = daemon;
  const all = { all: true, filters: { label: [label] } };
  const mine = async (things: readonly Thing[]) => {
    const judged = await Promise.all(things.map(async (thing) => [thing, await is(thing)] as const));
    return judged.flatMap(([{ Id }, own]) => (own ? [Id] : []));
  };
  await daemon.call('what a build left', async () => {
    for (const id of await mine(await docker.listContainers(all)))
      await tried(docker.getContainer(id).remove({ force: true, v: true }));
    for (const id of await mine(await docker.listImages(all)))
      await tried(docker.getImage(id).remove({ force: false }));
  });
}

/**
 * Waits, whatever the daemon answers: somebody else may be ahead, an image that others are made of goes with the last of
 * these, and what cannot be removed now (a busy device) stays for a later build. Throws when no answer comes.
 */
async function tried(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
  }
}
