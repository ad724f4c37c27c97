import type { DeploymentRef } from '../../../domain/ports/target';
import { readFirstFile } from '../../../formats/docker/archive';
import { type Daemon, orUndefined } from './connect-daemon';
import { folders } from './describe-containers';
import { type OwnFolder, putFiles } from './ensure-parts';
import { releaseNames } from './names';
import { readServing } from './read-serving';

/** No address of PostgreSQL is longer. */
const longest = 16 * 1024;
const recorderFile = 'database-url';

/** What a gateway finds in its spool's volume. */
export function recorderFolder(recorderUrl: string): Pick<OwnFolder, 'own' | 'target' | 'files'> {
  const { volume: target, own } = folders.spool;
  return { target, own, files: { [recorderFile]: recorderUrl } };
}

/**
 * Gives a gateway that runs the address of PostgreSQL as it is now. It reads it only when it is started, so it is started
 * anew where it has another one; not while it has the traffic, as requests would fail. Rows that wait stay in its spool.
 */
export async function renewRecorder(daemon: Daemon, release: DeploymentRef, recorderUrl: string): Promise<void> {
  const { gateway: name } = releaseNames(release);
  const path = folders.spool.secret;
  const known = await daemon.call(`container ${name}`, async () => {
    const archive = await orUndefined(() => daemon.docker.getContainer(name).getArchive({ path }));
    return archive && readFirstFile(archive, longest);
  });
  if (known === recorderUrl) return;
  if ((await readServing(daemon, release))?.release === release.release) return;
  await daemon.stop(name);
  await putFiles(daemon, name, recorderFolder(recorderUrl));
  await daemon.start(name);
}
