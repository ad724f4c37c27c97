import { eventSchema, type JobObject } from '../../../formats/kubernetes/objects';
import type { Namespace } from '../../target/kubernetes/connect-namespace';

/** Milliseconds that a Job may be without a Pod before the cluster is asked why. */
const withoutPod = 20_000;

/**
 * Why a Job has had no Pod since it was made, as a sentence: quotas and admission speak to whoever makes Pods, which is
 * Kubernetes itself, and it notes that in events. `now` in milliseconds since 1970.
 */
export async function whyNoPod(
  namespace: Namespace,
  { metadata }: JobObject,
  now: number,
): Promise<string | undefined> {
  if (now - Date.parse(metadata.creationTimestamp ?? '') < withoutPod) return undefined;
  const events = await namespace.listEvents(metadata.uid ?? '', eventSchema);
  const refused = events.findLast(({ reason }) => reason === 'FailedCreate');
  return refused?.message.replace(/[.\s]*$/, '.').slice(0, 900);
}
