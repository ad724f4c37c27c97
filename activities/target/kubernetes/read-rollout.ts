import type { DeploymentObject } from '../../../formats/kubernetes/objects';

/** Where a rollout is. */
export type Rollout =
  { readonly state: 'done' } | { readonly state: 'under way'; readonly detail: string } | { readonly state: 'overdue' };

/**
 * kubectl's algorithm (`kubectl rollout status`): the controller has seen this generation, all Pods are of it, none of
 * another is left, and all are available. The conditions alone say less.
 */
export function readRollout({ metadata, spec, status }: DeploymentObject): Rollout {
  const wanted = spec.replicas;
  if (status.observedGeneration < (metadata.generation ?? 1))
    return { state: 'under way', detail: 'the cluster has not looked at it yet' };
  if (status.conditions.some(({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded'))
    return { state: 'overdue' };
  if (status.updatedReplicas < wanted) return underWay(status.updatedReplicas, wanted, 'started');
  if (status.replicas > status.updatedReplicas)
    return { state: 'under way', detail: `${status.replicas - status.updatedReplicas} Pods of before still end` };
  if (status.availableReplicas < status.updatedReplicas) return underWay(status.availableReplicas, wanted, 'ready');
  return { state: 'done' };
}

function underWay(count: number, wanted: number, word: string): Rollout {
  return { state: 'under way', detail: `${count} of ${wanted} ${wanted === 1 ? 'Pod is' : 'Pods are'} ${word}` };
}
