import type { TrainingProgress } from '../../../domain/ports/trainer';
import type { Namespace } from '../../target/kubernetes/connect-namespace';
import { hearLine } from '../hear-line';
import { tailBytes } from '../keep-log';
import { containers } from './describe-job';

/** Lines that are read of a log at once; runtimes cut a line at 16 kB. */
const lines = 60;

export interface HeardLog {
  /** The last of it, of standard output and standard error together: a cluster does not keep them apart. */
  readonly tail: Buffer;
  /** A code of our own in the last line of the contract. */
  readonly code?: string;
  /** The furthest that is said in it. */
  readonly progress?: TrainingProgress;
}

/** What the trainer's container wrote lately. */
export async function hearLog(namespace: Namespace, pod: string): Promise<HeardLog> {
  const text = await namespace.readLog(pod, containers.train, false, lines);
  const heard = text.split('\n').flatMap((line) => hearLine(line) ?? []);
  const { code } = heard.at(-1) ?? {};
  const progress = heard
    .flatMap((line) => line.progress ?? [])
    .reduce<TrainingProgress | undefined>((far, next) => (far && far.progress > next.progress ? far : next), undefined);
  const tail = Buffer.from(text).subarray(-tailBytes);
  return { tail, ...(code !== undefined && { code }), ...(progress !== undefined && { progress }) };
}
