import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { isStewardError, StewardError } from '../../../domain/errors';
import { retrainingName } from '../../../domain/ids';
import { type Trainer, trainerFiles, type TrainingOrder } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { jobSchema, ownedSchema } from '../../../formats/kubernetes/objects';
import { exchangePath } from '../../../formats/training/exchange-paths';
import { connectNamespace, type Namespace } from '../../target/kubernetes/connect-namespace';
import { type ClusterSettings, loadConfig } from '../../target/kubernetes/load-config';
import { requireOwn } from '../../target/kubernetes/release-state';
import type { Exchange } from '../exchange/create-exchange';
import { describeJob, describeSecret, jobLabels, jobName } from './describe-job';
import { followJob } from './follow-job';

export interface JobTrainerDeps {
  readonly cluster: ClusterSettings;
  readonly exchange: Exchange;
  /** Of the exchange, as Pods reach it. */
  readonly exchangeUrl: string;
  /** Steward's own image by digest. */
  readonly carrierImage: string;
  /** Whether a training that is told to stop is not wanted any more; otherwise another builder goes on with it. */
  readonly isCalledOff: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
  readonly randomBytes: (size: number) => Buffer;
}

/** Milliseconds between looks, and for the cluster to take away what is not needed any more. */
const pauses = { look: 1_000, cleaning: 60_000 } as const;

/**
 * A trainer that is an image in a namespace of a cluster: one Job a retraining. Called again for the same retraining it goes
 * on with the Job that is there. Whatever it threw or returned, the Job goes, with its Pods and its Secret; only a builder
 * that merely stops leaves it to the next. Throws besides what a trainer throws what the cluster refuses it with.
 */
export function createJobTrainer(spec: JobTrainerSpec, deps: JobTrainerDeps): Trainer {
  return async (order) => {
    order.signal.throwIfAborted();
    const name = retrainingName(order.retraining);
    // Anew for each training: what a kubeconfig holds may be renewed at any time.
    const namespace = connectNamespace(await loadConfig(deps.cluster, spec.context), spec.namespace);
    const patiently = createPatience(deps, order);
    let stopped = false;
    try {
      const { uid, until } = await patiently(() => begin(namespace, order, spec, deps));
      const { memory } = spec.resources;
      await followJob({ namespace, order, uid, until, memory, now: deps.now, pause: deps.pause });
      await collect(deps.exchange.outputOf(name), order.output);
    } catch (error) {
      stopped = order.signal.aborted && !deps.isCalledOff();
      throw error;
    } finally {
      if (!stopped) await clean(namespace, order, deps);
    }
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

interface Begun {
  readonly uid: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Goes on with the Job that is there if it is known to have its token; otherwise begins anew. */
async function begin(
  namespace: Namespace,
  order: TrainingOrder,
  spec: JobTrainerSpec,
  deps: JobTrainerDeps,
): Promise<Begun> {
  const { exchange, now } = deps;
  const name = retrainingName(order.retraining);
  const there = await findJob(namespace, order);
  const ticket = await exchange.find(name);
  if (there && ticket?.job !== undefined && ticket.job === there.metadata.uid)
    return { uid: ticket.job, until: Date.parse(ticket.until) };
  if (there) {
    await namespace.remove('Job', jobName(order), there.metadata.uid);
    throw new StewardError('cluster_object_changed', {
      what: `jobs/${jobName(order)}`,
      namespace: spec.namespace,
      why: 'it is of an attempt that was broken off',
    });
  }
  const until = now() + order.deadlineMs;
  const token = await exchange.open(name, { dataset: order.dataset, until: new Date(until).toISOString() });
  const secret = `${jobName(order)}-${deps.randomBytes(4).toString('hex')}`;
  const url = deps.exchangeUrl + exchangePath(name, '').replace(/\/$/, '');
  const job = describeJob(order, { spec, secret, url, carrierImage: deps.carrierImage });
  const { metadata } = await namespace.create(job, ownedSchema);
  const { uid = '' } = metadata;
  await namespace.create(describeSecret(order, secret, token, uid), ownedSchema);
  await exchange.confirm(name, uid);
  return { uid, until };
}

async function findJob(namespace: Namespace, order: TrainingOrder) {
  const name = jobName(order);
  const job = await namespace.get('Job', name, jobSchema);
  if (job) requireOwn(`jobs/${name}`, job, jobLabels(order));
  return job;
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
async function clean(namespace: Namespace, order: TrainingOrder, { exchange, now, pause }: JobTrainerDeps) {
  await exchange.close(retrainingName(order.retraining));
  for (const until = now() + pauses.cleaning; ; await pause(pauses.look)) {
    try {
      const job = await findJob(namespace, order);
      if (job) await namespace.remove('Job', jobName(order), job.metadata.uid);
      return;
    } catch (error) {
      if (!isStewardError(error)) throw error;
      // How the training ended must not be hidden by how its remains are.
      if (!error.retryable || now() >= until) return;
    }
  }
}
