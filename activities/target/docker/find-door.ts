import type { ContainerInspectInfo } from 'dockerode';
import type { EnvironmentRef } from '../../../domain/ports/target';
import type { Daemon } from './connect-daemon';
import { doorLabels, doorName, nextDoorName } from './names';

/** An environment's door; the one that is to take its place when that moment was cut off. Both keep one choice. */
export async function findDoor(daemon: Daemon, environment: EnvironmentRef): Promise<ContainerInspectInfo | undefined> {
  const labels = doorLabels(environment);
  return (
    (await daemon.inspect(doorName(environment), labels)) ?? (await daemon.inspect(nextDoorName(environment), labels))
  );
}
