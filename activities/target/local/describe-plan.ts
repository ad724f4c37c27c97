import { type Digest, shortDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { ServingObservation, StageRequest, TargetPlan } from '../../../domain/ports/target';
import type { RecordingPolicy } from '../../../domain/scoring/recording';
import { hashJson } from '../../../formats/hash';

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
    describeRecording(recording),
    serving === undefined
      ? `makes the address ${address} answer`
      : `sends the requests to ${address} from ${serving.label} to ${label} in one step, then stops the model server of ${serving.label}`,
  ];
  return { lines, digest: hashJson({ lines, image }) };
}

function describeRecording({ mode, whenFull }: RecordingPolicy): string {
  const survives = { fast: 'a killed process', durable: 'a power cut' }[mode];
  const full = {
    gap: 'answers and counts what is lost',
    refuse: 'answers no request until there is room',
  }[whenFull];
  return `records every row before it is answered (${mode}: survives ${survives}); when the disk is full, ${full}`;
}

function describeVersion(label: string, image: Digest, release: number): string {
  return `${label} (image ${shortDigest(image)}, ${releaseName(release)})`;
}
