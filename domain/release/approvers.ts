import { mayDecide } from '../permissions';
import type { ProjectFile } from '../project';

/** Directory object ids of everybody whom the environment's policy lets decide, sorted; four eyes is judged apart. */
export function approversOf(file: ProjectFile, environment: string): readonly string[] {
  const named = (file.environments[environment]?.policy.approvers ?? []).flatMap((approver) =>
    approver.kind === 'person' ? [approver.objectId] : [],
  );
  const members = Object.values(file.roles).flatMap((ids) => (ids === 'everyone' ? [] : ids));
  return [...new Set([...named, ...members])].filter((id) => mayDecide(file, environment, id)).sort();
}
