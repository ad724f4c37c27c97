import path from 'node:path';
import { isStewardError, StewardError } from '../../domain/errors';
import type { PackageManifest } from '../../domain/package/manifest';
import type { ProjectFile } from '../../domain/project';
import type { Retraining } from '../../domain/retraining/retraining';
import type { TrainingDependencies } from './dependencies';

export interface OpenedCandidate {
  readonly archive: string;
  readonly manifest: PackageManifest;
}

/**
 * Fetches a candidate's package into a work directory and reads it as a package that nobody vouches for; whatever the
 * trainer wrote, nothing of it is run. Throws `candidate_refused`.
 */
export async function openCandidate(
  deps: TrainingDependencies,
  { candidate }: Retraining,
  { contract }: ProjectFile,
  directory: string,
): Promise<OpenedCandidate> {
  if (!candidate) throw new RangeError('nothing was trained');
  const archive = path.join(directory, 'candidate.zip');
  await deps.store.fetchPackage(candidate.packageDigest, archive);
  try {
    const manifest = await deps.inspect(archive, path.join(directory, 'inspected'), contract);
    return { archive, manifest };
  } catch (error) {
    if (!isStewardError(error) || error.retryable) throw error;
    throw new StewardError('candidate_refused', { why: error.message }, { cause: error });
  }
}
