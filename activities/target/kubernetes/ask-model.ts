import { isStewardError } from '../../../domain/errors';
import { modelStatusSchema, type PodObject } from '../../../formats/kubernetes/objects';
import type { Namespace } from './connect-namespace';
import { ports } from './describe-pod';

/** What the model server of a Pod that is not ready says of itself. */
export type ModelWord =
  | { readonly kind: 'silent' }
  /** It serves these versions, by number, and not the one that was meant. */
  | { readonly kind: 'other'; readonly versions: readonly string[] }
  /** It knows the version that was meant, or will not say. */
  | { readonly kind: 'busy'; readonly words: string };

/** Milliseconds. */
const timeout = 3_000;

/**
 * Asks the model server of a Pod whose model container runs which versions it has, by TensorFlow Serving's model status.
 * Undefined when that container does not run, or is ready.
 */
export async function askModel(
  namespace: Namespace,
  pod: PodObject,
  project: string,
  version: string,
): Promise<ModelWord | undefined> {
  const { initContainerStatuses, containerStatuses } = pod.status;
  const model = [...initContainerStatuses, ...containerStatuses].find(({ name }) => name === 'model');
  if (model?.state.running === undefined || model.ready) return undefined;
  try {
    const request = { method: 'GET', port: ports.model, path: `/v1/models/${project}`, timeout } as const;
    const { status, text } = await namespace.askPod(pod.metadata.name, request);
    if (status !== 200) return { kind: 'busy', words: `it answers with status ${status}` };
    return readWord(text, version);
  } catch (error) {
    // Nobody listens there yet, which the API server reports as its own failure.
    if (isStewardError(error) && error.code === 'cluster_away') return { kind: 'silent' };
    throw error;
  }
}

function readWord(text: string, version: string): ModelWord {
  const states = modelStatusSchema.safeParse(text).data?.model_version_status ?? [];
  const meant = states.find((state) => BigInt(state.version) === BigInt(version));
  if (meant) return { kind: 'busy', words: `version ${version} is ${meant.state}${sayError(meant.status)}` };
  const served = states.filter(({ state }) => state === 'AVAILABLE').map((state) => state.version);
  return served.length > 0 ? { kind: 'other', versions: served } : { kind: 'busy', words: 'it has no model' };
}

function sayError({ error_message: words }: { readonly error_message: string }): string {
  return words === '' ? '' : `: ${words.slice(0, 200)}`;
}
