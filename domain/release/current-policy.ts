import type { ProjectFile } from '../project';
import { approversOf } from './approvers';
import type { Release } from './release';

export interface CurrentPolicy {
  /** Directory object ids of everybody who may decide now. */
  readonly approvers: readonly string[];
  /** How many different people must approve. */
  readonly quorum: number;
}

/** Who decides on a release, and how many, by the project file that is applied now. */
export function currentPolicy(
  file: ProjectFile,
  { environment, requester }: Pick<Release, 'environment' | 'requester'>,
): CurrentPolicy {
  const policy = file.environments[environment]?.policy;
  // An environment that is gone from the project file approves nothing.
  const none = Number.MAX_SAFE_INTEGER;
  const quorum = requester.kind === 'system' ? policy?.quorumForSystem : policy?.quorum;
  return { approvers: approversOf(file, environment), quorum: quorum ?? none };
}
