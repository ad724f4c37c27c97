import type { ContainerInspectInfo } from 'dockerode';
import { setTimeout as wait } from 'node:timers/promises';
import { StewardError } from '../../../domain/errors';
import type { EnvironmentRef } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { dockerPorts } from '../../../formats/docker/ports';
import { askContainer } from './ask-container';
import type { Daemon } from './connect-daemon';
import { type Described, describeDoor, folders } from './describe-containers';
import { ensureOwn } from './ensure-parts';
import { findDoor } from './find-door';
import { doorLabels, doorName, nextDoorName, notes } from './names';

/** How often, and after how many milliseconds, a door that was just started is asked whether it listens. */
const looks = { most: 40, pause: 250, timeout: 5_000 } as const;

/** The door, when nothing runs as such; one that runs stays as it is, also at another address than the project file's. */
export async function ensureDoor(
  daemon: Daemon,
  environment: EnvironmentRef,
  spec: DockerSpec,
  image: string,
): Promise<void> {
  if ((await findDoor(daemon, environment))?.State.Running) return;
  await openDoor(daemon, environment, spec, image, () => Promise.resolve());
}

/**
 * Has the door that the project file describes do something, by its container's name. One at another address gives its
 * place to a new one, which goes on as it did: whom they lead to lies in their volume. Until the new one has done it, the
 * old one is kept, and brought back on any error. What was cut off in between goes on from there.
 */
export async function openDoor(
  daemon: Daemon,
  environment: EnvironmentRef,
  spec: DockerSpec,
  image: string,
  act: (door: string) => Promise<void>,
): Promise<void> {
  const described = describeDoor(environment, spec, image);
  const labels = doorLabels(environment);
  const isMeant = ({ Config }: ContainerInspectInfo) => Config.Labels[notes.door] === described.Labels[notes.door];
  const next = await daemon.inspect(nextDoorName(environment), labels);
  const there = await daemon.inspect(described.name, labels);
  if (!there && next) {
    await daemon.rename(next, described.name);
    return openDoor(daemon, environment, spec, image, act);
  }
  if (next && there && (isMeant(there) || !isMeant(next))) await daemon.remove(next);
  if (there && !isMeant(there)) return replaceDoor(daemon, environment, described, there, act);
  await startDoor(daemon, environment, described);
  return act(described.name);
}

async function replaceDoor(
  daemon: Daemon,
  environment: EnvironmentRef,
  described: Described,
  old: ContainerInspectInfo,
  act: (door: string) => Promise<void>,
): Promise<void> {
  const name = nextDoorName(environment);
  const next = await daemon.create({ ...described, name });
  try {
    await daemon.stop(described.name);
    await startDoor(daemon, environment, { ...described, name });
    await act(name);
  } catch (error) {
    await bringBack(daemon, described.name, old, next);
    throw error;
  }
  await daemon.remove(old);
  await daemon.rename(next, described.name);
}

/** What kept the new door from opening is what is told, also when the old one cannot be opened either. */
async function bringBack(
  daemon: Daemon,
  name: string,
  old: ContainerInspectInfo,
  next: ContainerInspectInfo,
): Promise<void> {
  try {
    await daemon.remove(next);
    // One that never ran held no address.
    if (old.State.Status !== 'created') await daemon.start(name);
  } catch {
    return;
  }
}

async function startDoor(daemon: Daemon, environment: EnvironmentRef, described: Described): Promise<void> {
  const { volume: target, own } = folders.door;
  const labels = doorLabels(environment);
  await ensureOwn(daemon, described, { source: doorName(environment), labels, target, own, files: {} });
  await untilListens(daemon, environment, described.name);
}

/** A container runs before its program listens. */
async function untilListens(daemon: Daemon, { environment }: EnvironmentRef, name: string): Promise<void> {
  const url = `http://127.0.0.1:${dockerPorts.doorControl}/`;
  let why = '';
  for (let look = 0; look < looks.most; look += 1) {
    const said = await askContainer(daemon, name, { method: 'GET', url, timeout: looks.timeout });
    if (!('silent' in said)) return;
    why = said.silent;
    await wait(looks.pause);
  }
  throw new StewardError('target_away', { environment, why: `its door: ${why}` });
}
