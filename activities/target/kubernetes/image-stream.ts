import type { Digest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import { imageStreamSchema } from '../../../formats/kubernetes/objects';
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
