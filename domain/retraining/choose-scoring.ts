import type { TargetSpec } from '../project';

/**
 * Where the gate scores: where a release would run, as only that tells whether the model runs there at all; beside the
 * builder where that is no cluster, or where the builder is not set up to reach Pods (`jobs`).
 */
export function chooseScoring(target: TargetSpec, jobs: boolean): 'cluster' | 'builder' {
  return target.kind === 'kubernetes' && jobs ? 'cluster' : 'builder';
}
