import { type Digest, shortDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { ServingObservation, StageRequest, TargetPlan } from '../../../domain/ports/target';
import { hashJson } from '../../../formats/hash';
import { recordingText } from '../recording-text';

/**
 * What a release would change on the local host, for people, and bound by digest: the digest covers the lines and
 * the new image in full; what serves now is named by release. Nothing that comes and goes by itself is in it, and nothing that the release itself
 * stages, so that planning again before the switch gives the same.
 */
export function describePlan(
  request: StageRequest,
  serving: ServingObservation | undefined,
  address: string,
): TargetPlan {
  const { environment, label, image, versionDirectory, recording } = request;
  const now = serving === undefined ? 'nothing' : describeVersion(serving.label, serving.image, serving.release);
  const lines = [
    `${environment}: ${now} → ${describeVersion(label, image, request.release)}`,
    `starts one model server on this machine from that image, version directory ${versionDirectory}`,
    recordingText(recording, survives),
    serving === undefined
      ? `makes the address ${address} answer`
      : `sends the requests to ${address} from ${serving.label} to ${label} in one step, then stops the model server of ${serving.label}`,
  ];
  return { lines, digest: hashJson({ lines, image }) };
}

const survives = { fast: 'a killed process', durable: 'a power cut' };

function describeVersion(label: string, image: Digest, release: number): string {
  return `${label} (image ${shortDigest(image)}, ${releaseName(release)})`;
}
