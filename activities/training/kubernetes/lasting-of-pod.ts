import type { PodObject } from '../../../formats/kubernetes/objects';
import { type Fatal, fatalOfPod } from '../../target/kubernetes/find-fatal';
import type { FirstSeen } from './create-first-seen';

/**
 * What keeps a Job's Pod from running, once that has lasted. Images are pulled one after the other, the last ones in a Pod
 * that is no longer young: its age tells nothing. `now` in milliseconds since 1970.
 */
export function lastingOfPod(pod: PodObject, now: number, firstSeen: FirstSeen): Fatal | undefined {
  const perhaps = fatalOfPod(pod, now, -Infinity);
  const what = perhaps && [pod.metadata.name, perhaps.container, perhaps.kind].join(' ');
  return fatalOfPod(pod, now, firstSeen(what));
}
