import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isStewardError, StewardError } from '../../../domain/errors';
import { retrainingName } from '../../../domain/ids';
import { type Trainer, trainerFiles, type TrainingOrder } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { connectNamespace, type Namespace } from '../../target/kubernetes/connect-namespace';
import { type ClusterSettings, loadConfig } from '../../target/kubernetes/load-config';
import type { Exchange } from '../exchange/create-exchange';
import { type Begun, type BegunJob, begin } from './begin-job';
import { createFirstSeen } from './create-first-seen';
import { jobName } from './describe-job';
import { findJob } from './find-job';
import { followJob } from './follow-job';

export interface JobTrainerDeps {
  readonly cluster: ClusterSettings;
  readonly exchange: Exchange;
  /** Of the exchange, as Pods reach it. */
  readonly exchangeUrl: string;
  /** Steward's own image by digest. */
  readonly carrierImage: string;
  /** Whether a training that is told to stop is not wanted any more; otherwise another attempt goes on with it. */
  readonly isCalledOff: (retraining: number) => Promise<boolean>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly randomBytes: (size: number) => Buffer;
}

/**
 * Milliseconds: between looks, for the cluster to take away what is not needed any more, and for an answer to whether it is
 * wanted still.
 */
const pauses = { look: 1_000, cleaning: 60_000, asking: 10_000 } as const;

/**
 * A trainer that is an image in a namespace of a cluster: one Job a retraining. Called again for the same retraining, also
 * while an earlier call still runs, it goes on with the Job that is there, or takes what that delivered. Job, Pods, Secret
 * and what was delivered go once the result is kept, when the training failed for good, and when it is called off; whatever
 * a repeat may mend leaves them to the repeat. Throws besides what a trainer throws what the cluster refuses it with.
 */
export function createJobTrainer(spec: JobTrainerSpec, deps: JobTrainerDeps): Trainer {
  return async (order) => {
    order.signal.throwIfAborted();
    // Anew for each training: what a kubeconfig holds may be renewed at any time.
    const namespace = connectNamespace(await loadConfig(deps.cluster, spec.context), spec.namespace);
    const patiently = createPatience(deps, order);
    const firstSeen = createFirstSeen(deps.now);
    let begun: Begun | undefined;
    try {
      begun = await patiently(() => begin({ namespace, order, spec, deps, firstSeen }));
      if (begun.uid !== undefined) await follow(namespace, order, spec, deps, begun);
      await collect(deps.exchange.outputOf(retrainingName(order.retraining), begun.key), order.output);
      await order.keep();
    } catch (error) {
      if (isStewardError(error) && !error.retryable) await clean(namespace, order, deps, begun?.uid);
      else if (order.signal.aborted && (await isCalledOff(order, deps))) await clean(namespace, order, deps);
      throw error;
    }
    await clean(namespace, order, deps);
  };
}

/** Where nothing answers, as one that is wanted: the Job ends at its deadline by itself. */
async function isCalledOff({ retraining }: TrainingOrder, deps: JobTrainerDeps): Promise<boolean> {
  const { now, pause } = deps;
  for (const until = now() + pauses.asking; ; await pause(pauses.look)) {
    const answer = await deps.isCalledOff(retraining).catch(() => undefined);
    if (answer !== undefined || now() >= until) return answer ?? false;
  }
}

/** What was delivered; the rest is missed by who takes the candidate. */
async function collect(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const file of Object.values(trainerFiles))
    await copyFile(path.join(from, file), path.join(to, file)).catch((error: unknown) => {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    });
}

/** Throws `trainer_pod_lost` when its Job is gone without a result and it was not another attempt that ended it. */
async function follow(
  namespace: Namespace,
  order: TrainingOrder,
  { resources: { memory } }: JobTrainerSpec,
  { exchange, now, pause }: JobTrainerDeps,
  { uid, key, until }: BegunJob,
): Promise<void> {
  if ((await followJob({ namespace, order, uid, until, memory, now, pause })) === 'done') return;
  const name = retrainingName(order.retraining);
  if (await exchange.hasDelivered(name, key)) return;
  if (await exchange.find(name, key)) throw new StewardError('trainer_pod_lost', { why: 'somebody removed its Job' });
  throw changed(namespace, order, 'another attempt has ended it');
}

function changed({ name: namespace }: Namespace, order: TrainingOrder, why: string): StewardError {
  return new StewardError('cluster_object_changed', { what: `jobs/${jobName(order)}`, namespace, why });
}

type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

/** Goes on trying while the cluster is away, for as long as the training may take. */
function createPatience({ now, pause }: JobTrainerDeps, { signal, deadlineMs }: TrainingOrder): Patiently {
  const until = now() + deadlineMs;
  return async (work) => {
    for (;;) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!isStewardError(error) || !error.retryable || now() >= until) throw error;
        await pause(pauses.look);
      }
    }
  };
}

/** A cluster that is away for longer ends and removes the Job by itself, by its deadline and the time that it is kept. */
async function clean(
  namespace: Namespace,
  order: TrainingOrder,
  { exchange, now, pause }: JobTrainerDeps,
  /** Given: only if the Job is this one or gone. */
  uid?: string,
): Promise<void> {
  // First, so that who misses the Job knows that it was one of us.
  const close = () => exchange.close(retrainingName(order.retraining));
  for (const until = now() + pauses.cleaning; ; await pause(pauses.look)) {
    try {
      const job = await findJob(namespace, order);
      // Another attempt has begun anew and goes on.
      if (job && uid !== undefined && job.metadata.uid !== uid) return;
      await close();
      if (job) await namespace.remove('Job', jobName(order), job.metadata.uid);
      return;
    } catch (error) {
      if (!isStewardError(error)) throw error;
      // How the training ended must not be hidden by how its remains are.
      if (!error.retryable || now() >= until) return close();
    }
  }
}
