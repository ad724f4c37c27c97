import { type JobObject, jobSchema, type PodObject, podSchema } from '../../../formats/kubernetes/objects';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import { requireOwn } from '../../target/kubernetes/release-state';

export interface NamedJob {
  readonly name: string;
  /** Of the Job and its Pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The Job of that name, whoever of us made it. Throws `cluster_object_foreign`. */
export async function findJob(namespace: Namespace, { name, labels }: NamedJob): Promise<JobObject | undefined> {
  const job = await namespace.get('Job', name, jobSchema);
  if (job) requireOwn(`jobs/${name}`, job, labels);
  return job;
}

/** The Pods of one Job, and of none that had its name before. */
export async function listJobPods(
  namespace: Namespace,
  { labels }: NamedJob,
  uid: string,
): Promise<readonly PodObject[]> {
  const pods = await namespace.list('Pod', labels, podSchema);
  return pods.filter(({ metadata }) => metadata.labels?.['batch.kubernetes.io/controller-uid'] === uid);
}
