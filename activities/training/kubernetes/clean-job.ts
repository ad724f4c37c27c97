import { isStewardError } from '../../../domain/errors';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import type { Exchange } from '../exchange/create-exchange';
import type { CarriedJob } from './begin-job';
import { findJob, type NamedJob } from './find-job';

interface CleaningDeps {
  readonly exchange: Exchange;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Milliseconds: between tries, and for the cluster to take away what is not needed any more. */
const pauses = { look: 1_000, cleaning: 60_000 } as const;

/**
 * Job, Pods, Secret, and what the exchange has of it. A cluster that is away for longer ends and removes the Job by itself,
 * by its deadline and the time that it is kept.
 */
export async function cleanJob(
  namespace: Namespace,
  job: NamedJob & Pick<CarriedJob, 'exchangeName'>,
  { exchange, now, pause }: CleaningDeps,
  /** Given: only if the Job is this one or gone. */
  uid?: string,
): Promise<void> {
  // First, so that who misses the Job knows that it was one of us.
  const close = () => exchange.close(job.exchangeName);
  for (const until = now() + pauses.cleaning; ; await pause(pauses.look)) {
    try {
      const there = await findJob(namespace, job);
      // Another attempt has begun anew and goes on.
      if (there && uid !== undefined && there.metadata.uid !== uid) return;
      await close();
      if (there) await namespace.remove('Job', job.name, there.metadata.uid);
      return;
    } catch (error) {
      if (!isStewardError(error)) throw error;
      // How the work ended must not be hidden by how its remains are.
      if (!error.retryable || now() >= until) return close();
    }
  }
}
