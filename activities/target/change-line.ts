import { type Digest, shortDigest } from '../../domain/digest';
import { releaseName } from '../../domain/ids';
import type { ServingObservation, StageRequest } from '../../domain/ports/target';

/** The first line of a plan: what serves in the environment now, and what would. */
export function changeLine(
  { environment, label, image, release }: StageRequest,
  serving: ServingObservation | undefined,
): string {
  const now = serving === undefined ? 'nothing' : versionText(serving.label, serving.image, serving.release);
  return `${environment}: ${now} → ${versionText(label, image, release)}`;
}

function versionText(label: string, image: Digest, release: number): string {
  return `${label} (image ${shortDigest(image)}, ${releaseName(release)})`;
}
