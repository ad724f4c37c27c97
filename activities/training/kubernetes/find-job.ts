import type { TrainingOrder } from '../../../domain/ports/trainer';
import { type JobObject, jobSchema } from '../../../formats/kubernetes/objects';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import { requireOwn } from '../../target/kubernetes/release-state';
import { jobLabels, jobName } from './describe-job';

/** The Job of a retraining, whoever of us made it. Throws `cluster_object_foreign`. */
export async function findJob(namespace: Namespace, order: TrainingOrder): Promise<JobObject | undefined> {
  const name = jobName(order);
  const job = await namespace.get('Job', name, jobSchema);
  if (job) requireOwn(`jobs/${name}`, job, jobLabels(order));
  return job;
}
