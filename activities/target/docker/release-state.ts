import type { ContainerInspectInfo } from 'dockerode';
import { type Digest, isDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { DeploymentRef, Observation } from '../../../domain/ports/target';
import { dockerPorts } from '../../../formats/docker/ports';
import { askContainer, standardOutput } from './ask-container';
import { type Daemon, orUndefined } from './connect-daemon';
import { gatewayLabels, modelLabels, notes, releaseNames } from './names';

/** What is read of a release in one go. */
export interface ReleaseState {
  readonly label: string;
  /** What its model container was made from, whatever was meant. */
  readonly image: string;
  readonly observation: Observation;
  /** Those of its containers that are there. */
  readonly model?: ContainerInspectInfo;
  readonly gateway?: ContainerInspectInfo;
}

/** Milliseconds for model server and gateway to say that the version is loaded. */
const timeout = 5_000;
const logLines = 20;

/** What became of a release; undefined when there is none. */
export async function readRelease(daemon: Daemon, release: DeploymentRef): Promise<ReleaseState | undefined> {
  const names = releaseNames(release);
  const [model, gateway] = await Promise.all([
    daemon.inspect(names.model, modelLabels(release)),
    daemon.inspect(names.gateway, gatewayLabels(release)),
  ]);
  if (!model)
    return gateway && { label: '', image: '', observation: starting('its model server is not there'), gateway };
  const label = model.Config.Labels[notes.label] ?? '';
  const observation = gateway
    ? await observe(daemon, release, model, gateway)
    : starting('its scoring gateway is not there yet');
  return { label, image: imageOf(model), observation, model, ...(gateway && { gateway }) };
}

/** The digest that a container was made from, or what its image is called. */
export function imageOf({ Config }: ContainerInspectInfo): string {
  return Config.Image.slice(Config.Image.lastIndexOf('@') + 1);
}

async function observe(
  daemon: Daemon,
  release: DeploymentRef,
  model: ContainerInspectInfo,
  gateway: ContainerInspectInfo,
): Promise<Observation> {
  const changed = await findChange(daemon, model);
  if (changed !== undefined)
    return { state: 'failed', code: 'stage_changed', detail: `Of ${releaseName(release.release)}, ${changed}.` };
  const fatal = (await findFatal(daemon, model, false)) ?? (await findFatal(daemon, gateway, true));
  if (fatal) return fatal;
  const versionDirectory = model.Config.Labels[notes.versionDirectory] ?? '';
  // Past the gateway to the model server: both answer, for the version that was meant; status 200 elsewhere would say nothing.
  const path = `/v1/models/${release.project}/versions/${BigInt(versionDirectory || 0)}/metadata`;
  const url = `http://127.0.0.1:${dockerPorts.gateway}${path}`;
  const said = await askContainer(daemon, releaseNames(release).gateway, { method: 'GET', url, timeout });
  if ('silent' in said) return starting(said.silent);
  if (said.status !== 200) return starting(`its model server answers with status ${said.status}`);
  return { state: 'ready', image: imageOf(model) as Digest, versionDirectory };
}

function starting(detail: string): Observation {
  return { state: 'starting', detail };
}

/** How a container differs from what was staged; the daemon's own id of the digest's image tells, not names. */
async function findChange({ docker, call }: Daemon, model: ContainerInspectInfo): Promise<string | undefined> {
  const meant = model.Config.Labels[notes.image];
  const image = imageOf(model);
  if (image !== meant || !isDigest(image))
    return `its container was made from the image ${image}, it was staged with ${meant ?? 'none'}`;
  const reference = model.Config.Image;
  const known = await call(`image ${reference}`, () => orUndefined(() => docker.getImage(reference).inspect()));
  return known && known.Id !== model.Image ? `its container runs the image ${model.Image}, not ${known.Id}` : undefined;
}

/** Why a container will not come up by itself; undefined while it may. */
async function findFatal(
  daemon: Daemon,
  { Name, State, RestartCount }: ContainerInspectInfo,
  ofGateway: boolean,
): Promise<Observation | undefined> {
  const name = Name.replace(/^\//, '');
  const failed = (code: Extract<Observation, { state: 'failed' }>['code'], detail: string): Observation => ({
    state: 'failed',
    code: ofGateway ? 'stage_gateway_failed' : code,
    detail: `Container ${name}: ${detail}`.replace(/[.\s]*$/, '.').slice(0, 900),
  });
  // Only Docker's own word says so: exit code 137 is every SIGKILL.
  if (State.OOMKilled && RestartCount >= 1) return failed('stage_out_of_memory', 'it was ended for its memory');
  if (State.Running && !State.Restarting) return undefined;
  const ended = `it ended with exit code ${State.ExitCode}`;
  if (State.Restarting || State.Dead)
    return RestartCount < 2 ? undefined : failed('stage_crashed', `${ended}${await lastLines(daemon, name)}`);
  if (State.Status !== 'exited') return undefined;
  return failed('stage_failed', `somebody stopped it; ${ended}${State.Error ? `: ${State.Error}` : ''}`);
}

/** What a model server prints is not our text, and is cut short. */
async function lastLines({ docker, call }: Daemon, name: string): Promise<string> {
  const frames = await call(`container ${name}`, () =>
    orUndefined(() => docker.getContainer(name).logs({ stdout: true, stderr: true, tail: logLines, follow: false })),
  );
  const lines = frames ? standardOutput(frames, [1, 2]).trim().split('\n').slice(-3) : [];
  const said = lines.join(' / ').slice(-400);
  return said === '' ? '' : `; last it said: ${said}`;
}
