import type { ContainerInspectInfo } from 'dockerode';
import { isDigest, shortDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { Difference, GatewayCount, Inspection } from '../../../domain/observation/inspection';
import type { InspectRequest, ServingObservation } from '../../../domain/ports/target';
import { dockerPorts } from '../../../formats/docker/ports';
import { gatewayCounts } from '../../../formats/gateway/counts';
import { askContainer } from './ask-container';
import type { Daemon } from './connect-daemon';
import { doorLabels, doorName, releaseNames } from './names';
import { readServing } from './read-serving';
import { imageOf, readRelease, type ReleaseState } from './release-state';

/** Milliseconds for a gateway to say what it counted. */
const timeout = 2_000;

/** What can be seen of a release's containers and of its environment's door, beside what was started. Reads only. */
export async function inspectRelease(daemon: Daemon, request: InspectRequest): Promise<Inspection> {
  const names = releaseNames(request);
  const [door, serving, state] = await Promise.all([
    daemon.inspect(doorName(request), doorLabels(request)),
    readServing(daemon, request),
    readRelease(daemon, request),
  ]);
  const { model, gateway, observation } = state ?? {};
  const image = model && imageOf(model);
  const doorRuns = door?.State.Running === true;
  const trouble = doorRuns ? troubleOf(observation, [model, gateway]) : `container ${doorName(request)} does not run`;
  return {
    ready: observation?.state === 'ready' && doorRuns ? 1 : 0,
    wanted: 1,
    restarts: [model, gateway, door].reduce((sum, container) => sum + (container?.RestartCount ?? 0), 0),
    gateways: gateway ? await countAnswers(daemon, names.gateway) : [],
    differences: [...compareRun(request, image), ...compareTraffic(request, serving)],
    ...(image !== undefined && { image }),
    ...(serving !== undefined && { traffic: serving.release }),
    ...(trouble !== undefined && { trouble }),
  };
}

/** Never a container's own words: it serves applicants, and may print them. */
function troubleOf(
  observation: ReleaseState['observation'] | undefined,
  containers: readonly (ContainerInspectInfo | undefined)[],
): string | undefined {
  if (observation?.state === 'starting') return observation.detail;
  if (observation?.state !== 'failed') return undefined;
  const down = containers.find((container) => container !== undefined && !container.State.Running);
  return down && `container ${down.Name.replace(/^\//, '')} ended with exit code ${down.State.ExitCode}`;
}

/** A gateway that cannot be asked counts nothing, and is told by what keeps the release from being ready. */
async function countAnswers(daemon: Daemon, name: string): Promise<readonly GatewayCount[]> {
  const url = `http://127.0.0.1:${dockerPorts.gateway}/-/counters`;
  const said = await askContainer(daemon, name, { method: 'GET', url, timeout });
  if ('silent' in said || said.status !== 200) return [];
  const counts = gatewayCounts.safeParse(JSON.parse(said.text));
  return counts.success ? [{ name, ...counts.data }] : [];
}

function compareRun(request: InspectRequest, image: string | undefined): readonly Difference[] {
  const release = releaseName(request.release);
  const { model } = releaseNames(request);
  if (image === undefined) return [{ about: 'gone', what: `Container ${model} of ${release} is not there.` }];
  if (image === request.image) return [];
  const seen = isDigest(image) ? shortDigest(image) : image;
  const what = `Container ${model} of ${release} was made from the image ${seen}; released was ${shortDigest(request.image)}.`;
  return [{ about: 'image', what }];
}

function compareTraffic(request: InspectRequest, serving: ServingObservation | undefined): readonly Difference[] {
  if (serving?.release === request.release) return [];
  const where = serving === undefined ? 'nowhere' : `to ${releaseName(serving.release)} (${serving.label})`;
  const what = `The door ${doorName(request)} leads ${where}, not to ${releaseName(request.release)}.`;
  return [{ about: 'traffic', what }];
}
