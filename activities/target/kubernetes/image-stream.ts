import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import { imageStreamSchema, serviceAccountSchema } from '../../../formats/kubernetes/objects';
import type { Namespace } from './connect-namespace';

/**
 * How the nodes name an image that is pushed under `pushed`, or will be: the cluster's registry has another name within the
 * cluster, which its ImageStream says. Throws `image_stream_missing`, and `image_stream_elsewhere` where the registry that
 * we push to is not the one of the ImageStream.
 */
export async function nameInCluster(
  namespace: Namespace,
  project: string,
  image: Digest,
  pushed: string,
): Promise<string> {
  const stream = await namespace.get('ImageStream', project, imageStreamSchema);
  const { dockerImageRepository: inside = '', publicDockerImageRepository: outside = '' } = stream?.status ?? {};
  if (inside === '') throw new StewardError('image_stream_missing', { name: project, namespace: namespace.name });
  const repository = pushed.slice(0, pushed.lastIndexOf('@'));
  if (repository !== inside && repository !== outside)
    throw new StewardError('image_stream_elsewhere', {
      ...{ name: project, namespace: namespace.name, pushed: repository },
      names: [outside, inside].filter(Boolean).join(' or '),
    });
  return `${inside}@${image}`;
}

/** Milliseconds that OpenShift may take to give a new ServiceAccount what it pulls with. */
const longestWait = 20_000;

/**
 * Names of the Secrets that a ServiceAccount pulls with. OpenShift gives them to a new one some seconds later, and a Pod
 * has those that are there when it is made; and none of them where it names another itself. Empty when none come in time.
 */
export async function awaitPullSecrets(
  namespace: Namespace,
  account: string,
  { now, pause }: { readonly now: () => number; readonly pause: (ms: number) => Promise<void> },
): Promise<readonly string[]> {
  for (const until = now() + longestWait; ; await pause(500)) {
    const found = await namespace.get('ServiceAccount', account, serviceAccountSchema);
    const names = (found?.imagePullSecrets ?? []).map(({ name }) => name);
    if (names.length > 0 || now() > until) return names;
  }
}
