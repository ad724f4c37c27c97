import { StewardError } from '../../../domain/errors';
import { type JobObject, ownedSchema } from '../../../formats/kubernetes/objects';
import { exchangePath } from '../../../formats/training/exchange-paths';
import type { Ticket } from '../../../formats/training/parse-ticket';
import type { Namespace, OwnObject } from '../../target/kubernetes/connect-namespace';
import type { Exchange } from '../exchange/create-exchange';
import type { FirstSeen } from './create-first-seen';
import { findJob, type NamedJob } from './find-job';

/** What a Job needs to come by its data. */
export interface CarriedParts {
  /** Secret with `token`, which comes after the Job: it goes with it. */
  readonly secret: string;
  /** Where its data is to be had. */
  readonly url: string;
  /** Of what it has in the exchange. */
  readonly key: string;
}

/** A Job that gets its data from the exchange, and brings its result there. */
export interface CarriedJob extends NamedJob {
  /** In the exchange. */
  readonly exchangeName: string;
  /** What it is given, and a file with that if it is no dataset. */
  readonly gives: Pick<Ticket, 'dataset'>;
  readonly rows?: string;
  readonly deadlineMs: number;
  /** Makes what must be there first, and tells how the Job is then described. */
  prepare(): Promise<(parts: CarriedParts) => OwnObject>;
}

export interface JobDeps {
  readonly exchange: Exchange;
  /** Of the exchange, as Pods reach it. */
  readonly exchangeUrl: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Buffer;
}

interface Beginning {
  readonly namespace: Namespace;
  readonly job: CarriedJob;
  readonly deps: JobDeps;
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

/** Note at a Job: its key in the exchange, which opens nothing. */
export const keyNote = 'steward/exchange-key';
/** In its Secret. */
export const tokenKey = 'token';
/** Milliseconds for whoever made a Job to hand it its token. */
const handing = 15_000;

/**
 * Goes on with the Job that is there, takes what one delivered, or makes one. Of two who begin at once, one makes the Job:
 * what that one opened in the exchange is the Job's, and the other one throws `cluster_object_changed`, to find the Job when
 * it tries again.
 */
export async function begin(beginning: Beginning): Promise<Begun> {
  const { namespace, job, deps } = beginning;
  const there = await findJob(namespace, job);
  if (there) return goOn(beginning, there);
  const key = await deps.exchange.findDelivered(job.exchangeName);
  return key === undefined ? make(beginning) : { key };
}

async function goOn(
  { namespace, job, deps, firstSeen }: Beginning,
  { metadata: { uid = '', annotations } }: JobObject,
): Promise<Begun> {
  const { exchange, now } = deps;
  const name = job.exchangeName;
  const key = annotations?.[keyNote] ?? '';
  const ticket = await exchange.find(name, key);
  if (ticket?.job !== undefined && ticket.job === uid) return { uid, key, until: Date.parse(ticket.until) };
  const what = `jobs/${job.name}`;
  const changed = (why: string) => new StewardError('cluster_object_changed', { what, namespace: namespace.name, why });
  if (now() - firstSeen(uid) < handing) throw changed('it is not known to have its token yet');
  await namespace.remove('Job', job.name, uid);
  if (ticket) await exchange.close(name, key);
  throw changed('it is of an attempt that was broken off');
}

async function make({ namespace, job, deps }: Beginning): Promise<Begun> {
  const { exchange, exchangeUrl, now, randomBytes } = deps;
  const name = job.exchangeName;
  const describe = await job.prepare();
  const until = now() + job.deadlineMs;
  const { token, key } = await exchange.open(name, { ...job.gives, until: new Date(until).toISOString() }, job.rows);
  const secret = `${job.name}-${randomBytes(4).toString('hex')}`;
  const url = exchangeUrl + exchangePath(name, '').replace(/\/$/, '');
  const { metadata } = await namespace
    .create(describe({ secret, url, key }), ownedSchema)
    .catch(async (error: unknown) => {
      await exchange.close(name, key);
      throw error;
    });
  const { uid = '' } = metadata;
  await namespace.create(describeSecret(job, secret, token, uid), ownedSchema);
  await exchange.confirm(name, key, uid);
  return { uid, key, until };
}

/** Goes when the Job goes. */
function describeSecret({ name: job, labels }: NamedJob, name: string, token: string, uid: string): OwnObject {
  return {
    kind: 'Secret',
    metadata: { name, labels, ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: job, uid }] },
    stringData: { [tokenKey]: token },
  };
}
