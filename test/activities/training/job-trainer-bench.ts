import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createJobTrainer, type JobTrainerDeps } from '../../../activities/training/kubernetes/create-job-trainer';
import type { Trainer, TrainingOrder } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import type { TrainerRunUnderTest, TrainerUnderTest } from '../../contracts/trainer';
import { type JobWorld, openJobWorld } from '../../support/kubernetes/job-world';
import { makeOrder } from '../../support/training-order';

export interface JobTrainerBench extends TrainerUnderTest, Omit<JobWorld, 'isGone' | 'close'> {
  readonly spec: JobTrainerSpec;
  readonly isGone: JobWorld['isGone'];
  trainerOf(spec: JobTrainerSpec, isCalledOff: JobTrainerDeps['isCalledOff'], deps?: Partial<JobTrainerDeps>): Trainer;
  run(
    spec: Partial<JobTrainerSpec>,
    change?: Partial<TrainingOrder>,
    deps?: Partial<JobTrainerDeps>,
  ): TrainerRunUnderTest & { readonly scratch: string };
}

/** The trainer in a cluster. */
export async function openJobTrainer(place?: string): Promise<JobTrainerBench> {
  const world = await openJobWorld(place);
  const { folder, dataset, kubeconfig, exchange, exchangeUrl, carrierImage, trainer: spec } = world;
  const trainerOf: JobTrainerBench['trainerOf'] = (of, isCalledOff, deps) =>
    createJobTrainer(of, {
      ...{ cluster: { kubeconfig }, exchange, exchangeUrl, carrierImage, randomBytes, now: Date.now },
      isCalledOff,
      pause: (ms) => wait(ms / 4),
      ...deps,
    });
  const run: JobTrainerBench['run'] = (ofSpec, change, deps) => {
    const { order, ...made } = makeOrder(folder, dataset, change);
    const train = trainerOf({ ...spec, ...ofSpec }, () => Promise.resolve(order.signal.aborted), deps);
    return { ...made, scratch: order.scratch, ended: train(order) };
  };
  return {
    ...world,
    ...{ spec, trainerOf, run },
    enough: 12_000,
    train: (code, change) => run({ command: ['node', '-e', code] }, change),
  };
}
