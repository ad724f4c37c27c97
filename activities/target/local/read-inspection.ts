import { shortDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { Difference, Inspection } from '../../../domain/observation/inspection';
import type { InspectRequest, Observation } from '../../../domain/ports/target';
import type { InspectionAnswer } from '../../../formats/local-host/messages';

/** What the local host tells of a release, beside what was released: one model server behind one gateway. */
export function readInspection(request: InspectRequest, answer: InspectionAnswer): Inspection {
  const { traffic, image, observation, restarts, counts } = answer;
  const trouble = troubleOf(observation);
  return {
    ready: observation.state === 'ready' ? 1 : 0,
    wanted: 1,
    restarts,
    gateways: counts === null ? [] : [{ name: 'gateway', ...counts }],
    differences: [...compareRun(request, answer), ...compareTraffic(request, answer)],
    ...(image !== null && { image }),
    ...(traffic !== null && { traffic: traffic.release }),
    ...(trouble !== undefined && { trouble }),
  };
}

function troubleOf(observation: Observation): string | undefined {
  return observation.state === 'starting' || observation.state === 'failed' ? observation.detail : undefined;
}

function compareRun({ release, image: meant }: InspectRequest, { image }: InspectionAnswer): readonly Difference[] {
  const name = releaseName(release);
  if (image === null) return [{ about: 'gone', what: `The local host does not have ${name} any more.` }];
  if (image === meant) return [];
  const what = `The local host runs ${name} with the image ${shortDigest(image)}; released was ${shortDigest(meant)}.`;
  return [{ about: 'image', what }];
}

function compareTraffic(
  { environment, release }: InspectRequest,
  { traffic }: InspectionAnswer,
): readonly Difference[] {
  if (traffic?.release === release) return [];
  const where = traffic === null ? 'nowhere' : `to ${releaseName(traffic.release)} (${traffic.label})`;
  const what = `The local host leads the traffic of ${environment} ${where}, not to ${releaseName(release)}.`;
  return [{ about: 'traffic', what }];
}
