import type { EnvironmentRef, ServingObservation } from '../../../domain/ports/target';
import { readFirstFile } from '../../../formats/docker/archive';
import { type DoorChoice, doorChoiceSchema } from '../../../formats/docker/messages';
import { doorChoiceFile } from '../../../formats/docker/ports';
import { StewardError, errorText } from '../../../domain/errors';
import { type Daemon, orUndefined } from './connect-daemon';
import { folders } from './describe-containers';
import { findDoor } from './find-door';
import { doorName } from './names';

/** Bytes of the file in which a door keeps its choice, at most. */
const longest = 64 * 1024;

/**
 * What has the traffic: the choice that the environment's door keeps on its volume, which is read through the daemon also
 * while the door does not run. Without a door nobody has it.
 */
export async function readServing(
  daemon: Daemon,
  environment: EnvironmentRef,
): Promise<ServingObservation | undefined> {
  const choice = await readChoice(daemon, environment);
  return choice && { release: choice.release, label: choice.label, image: choice.image };
}

async function readChoice(daemon: Daemon, environment: EnvironmentRef): Promise<DoorChoice | undefined> {
  const door = await findDoor(daemon, environment);
  if (!door) return undefined;
  const name = doorName(environment);
  const path = `${folders.door.own}/${doorChoiceFile}`;
  const text = await daemon.call(`container ${name}`, async () => {
    const archive = await orUndefined(() => daemon.docker.getContainer(door.Id).getArchive({ path }));
    return archive && readFirstFile(archive, longest);
  });
  if (text === undefined) return undefined;
  try {
    return doorChoiceSchema.parse(JSON.parse(text));
  } catch (error) {
    const why = errorText(error).slice(0, 200);
    throw new StewardError('docker_answer_unclear', { what: `${path} of container ${name}`, why }, { cause: error });
  }
}
