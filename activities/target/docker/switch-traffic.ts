import { StewardError } from '../../../domain/errors';
import type { Digest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef, EnvironmentRef } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { type DoorChoice, doorConflictSchema, doorRefusalSchema } from '../../../formats/docker/messages';
import { dockerPorts } from '../../../formats/docker/ports';
import { askContainer } from './ask-container';
import type { Daemon } from './connect-daemon';
import { openDoor } from './open-door';
import { releaseNames } from './names';
import { readServing } from './read-serving';
import { type ReleaseState, readRelease } from './release-state';

/** Milliseconds for a door to look at the gateway and to keep its choice. */
const timeout = 15_000;

/**
 * Has the environment's door lead to a release if `expectedPrevious` has the traffic now, or nobody. The door compares and
 * changes in one step, once it has seen that the release's gateway can answer it. This is also when the address moves, if the
 * project file wants another one.
 */
export async function switchTraffic(
  daemon: Daemon,
  release: DeploymentRef,
  expectedPrevious: number | undefined,
  spec: DockerSpec,
  gatewayImage: string,
): Promise<void> {
  const state = await requireReady(daemon, release, expectedPrevious);
  const open = (act: (door: string) => Promise<void>) => openDoor(daemon, release, spec, gatewayImage, act);
  // An earlier run may have been cut off before all of the door was done.
  if (state === 'leads already') return open(() => Promise.resolve());
  const choice: DoorChoice = {
    release: release.release,
    label: state.label,
    image: state.image as Digest,
    gateway: `http://${releaseNames(release).gateway}:${dockerPorts.gateway}`,
  };
  await open(async (door) => {
    // A door that was lost, and is made again, goes on as its volume says.
    const current = (await readServing(daemon, release))?.release;
    if (current !== undefined && current !== expectedPrevious && current !== release.release)
      throw conflict(release, current, expectedPrevious);
    await lead(daemon, door, release, current, expectedPrevious, choice);
  });
}

async function requireReady(
  daemon: Daemon,
  release: DeploymentRef,
  expectedPrevious: number | undefined,
): Promise<ReleaseState | 'leads already'> {
  const current = (await readServing(daemon, release))?.release;
  if (current === release.release) return 'leads already';
  if (current !== undefined && current !== expectedPrevious) throw conflict(release, current, expectedPrevious);
  const state = await readRelease(daemon, release);
  if (state?.observation.state === 'ready') return state;
  throw notReady(release, whyNot(state));
}

function whyNot(state: ReleaseState | undefined): string {
  const seen = state?.observation;
  return seen?.state === 'starting' || seen?.state === 'failed' ? seen.detail.replace(/\.$/, '') : 'it is not there';
}

async function lead(
  daemon: Daemon,
  door: string,
  release: DeploymentRef,
  current: number | undefined,
  expectedPrevious: number | undefined,
  choice: DoorChoice,
): Promise<void> {
  const { environment } = release;
  const body = JSON.stringify({ expected: current ?? null, choice });
  const url = `http://127.0.0.1:${dockerPorts.doorControl}/lead`;
  const said = await askContainer(daemon, door, { method: 'POST', url, body, timeout });
  if ('silent' in said) throw new StewardError('target_away', { environment, why: `its door: ${said.silent}` });
  if (said.status === 200) return;
  if (said.status === 409) {
    const { actual } = doorConflictSchema.parse(JSON.parse(said.text));
    throw conflict(release, actual ?? undefined, expectedPrevious);
  }
  if (said.status === 503) throw notReady(release, doorRefusalSchema.parse(JSON.parse(said.text)).why);
  throw new StewardError('target_answer_unclear', { environment, why: `its door answered with status ${said.status}` });
}

function notReady({ release, environment }: DeploymentRef, why: string): StewardError {
  return new StewardError('switch_not_ready', { release: releaseName(release), environment, why });
}

function conflict({ environment }: EnvironmentRef, actual: number | undefined, expected: number | undefined) {
  const name = (release: number | undefined) => (release === undefined ? 'nothing' : releaseName(release));
  return new StewardError('switch_conflict', { environment, actual: name(actual), expected: name(expected) });
}
