import { StewardError } from '../../../domain/errors';
import { retrainingName } from '../../../domain/ids';
import type { TrainingOrder } from '../../../domain/ports/trainer';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { type JobObject, ownedSchema } from '../../../formats/kubernetes/objects';
import { exchangePath } from '../../../formats/training/exchange-paths';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import type { Exchange } from '../exchange/create-exchange';
import type { FirstSeen } from './create-first-seen';
import { describeJob, describeSecret, jobName, keyNote } from './describe-job';
import { findJob } from './find-job';

interface Beginning {
  readonly namespace: Namespace;
  readonly order: TrainingOrder;
  readonly spec: JobTrainerSpec;
  readonly deps: {
    readonly exchange: Exchange;
    readonly exchangeUrl: string;
    readonly carrierImage: string;
    readonly now: () => number;
    readonly randomBytes: (size: number) => Buffer;
  };
  /** Of Jobs that are not known to have their token. */
  readonly firstSeen: FirstSeen;
}

export interface BegunJob {
  readonly uid: string;
  /** In the exchange. */
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** A Job, or what one delivered that is gone by now. */
export type Begun = BegunJob | { readonly uid?: undefined; readonly key: string };

/** Milliseconds for whoever made a Job to hand it its token. */
const handing = 15_000;

/**
 * Goes on with the Job that is there, takes what one delivered, or makes one. Of two who begin at once, one makes the Job:
 * what that one opened in the exchange is the Job's, and the other one throws `cluster_object_changed`, to find the Job when
 * it tries again.
 */
export async function begin(beginning: Beginning): Promise<Begun> {
  const { namespace, order, deps } = beginning;
  const there = await findJob(namespace, order);
  if (there) return goOn(beginning, there);
  const key = await deps.exchange.findDelivered(retrainingName(order.retraining));
  return key === undefined ? make(beginning) : { key };
}

async function goOn({ namespace, order, deps, firstSeen }: Beginning, { metadata }: JobObject): Promise<Begun> {
  const { exchange, now } = deps;
  const { uid = '', annotations } = metadata;
  const name = retrainingName(order.retraining);
  const key = annotations?.[keyNote] ?? '';
  const ticket = await exchange.find(name, key);
  if (ticket?.job !== undefined && ticket.job === uid) return { uid, key, until: Date.parse(ticket.until) };
  const what = `jobs/${jobName(order)}`;
  const changed = (why: string) => new StewardError('cluster_object_changed', { what, namespace: namespace.name, why });
  if (now() - firstSeen(uid) < handing) throw changed('it is not known to have its token yet');
  await namespace.remove('Job', jobName(order), uid);
  if (ticket) await exchange.close(name, key);
  throw changed('it is of an attempt that was broken off');
}

async function make({ namespace, order, spec, deps }: Beginning): Promise<Begun> {
  const { exchange, now } = deps;
  const name = retrainingName(order.retraining);
  const until = now() + order.deadlineMs;
  const { token, key } = await exchange.open(name, { dataset: order.dataset, until: new Date(until).toISOString() });
  const secret = `${jobName(order)}-${deps.randomBytes(4).toString('hex')}`;
  const url = deps.exchangeUrl + exchangePath(name, '').replace(/\/$/, '');
  const job = describeJob(order, { spec, secret, url, key, carrierImage: deps.carrierImage });
  const { metadata } = await namespace.create(job, ownedSchema).catch(async (error: unknown) => {
    await exchange.close(name, key);
    throw error;
  });
  const { uid = '' } = metadata;
  await namespace.create(describeSecret(order, secret, token, uid), ownedSchema);
  await exchange.confirm(name, key, uid);
  return { uid, key, until };
}
