import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { StewardError } from '../../../domain/errors';
import { type Trainer, trainerFiles } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { connectNamespace } from '../../target/kubernetes/connect-namespace';
import { type ClusterSettings, loadConfig } from '../../target/kubernetes/load-config';
import type { JobDeps } from './begin-job';
import { carryOutJob } from './carry-out-job';
import { describeTrainerJob } from './describe-job';
import { followJob } from './follow-job';

export interface JobTrainerDeps extends JobDeps {
  readonly cluster: ClusterSettings;
  /** Steward's own image by digest. */
  readonly carrierImage: string;
  /** Whether a training that is told to stop is not wanted any more; otherwise another attempt goes on with it. */
  readonly isCalledOff: (retraining: number) => Promise<boolean>;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * A trainer that is an image in a namespace of a cluster: one Job a retraining, carried out as `carryOutJob` says. Throws
 * besides what a trainer throws what the cluster refuses it with.
 */
export function createJobTrainer(spec: JobTrainerSpec, deps: JobTrainerDeps): Trainer {
  return async (order) => {
    order.signal.throwIfAborted();
    // Anew for each training: what a kubeconfig holds may be renewed at any time.
    const namespace = connectNamespace(await loadConfig(deps.cluster, spec.context), spec.namespace);
    const job = describeTrainerJob(order, spec, deps.carrierImage);
    const { memory } = spec.resources;
    await carryOutJob({
      ...{ namespace, job, signal: order.signal },
      deps: { ...deps, isCalledOff: () => deps.isCalledOff(order.retraining) },
      follow: ({ uid, until }) => followJob({ namespace, job, order, uid, until, memory, ...deps }),
      take: async (output) => {
        await collect(output, order.output);
        await order.keep();
      },
      removed: () => new StewardError('trainer_pod_lost', { why: 'somebody removed its Job' }),
    });
  };
}

/** What was delivered; the rest is missed by who takes the candidate. */
async function collect(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const file of Object.values(trainerFiles))
    await copyFile(path.join(from, file), path.join(to, file)).catch((error: unknown) => {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    });
}
