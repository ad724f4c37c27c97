import type { KubeConfig } from '@kubernetes/client-node';
import { StewardError, errorText } from '../../../domain/errors';

export interface ClusterSettings {
  /** Path of a kubeconfig; absent: the ServiceAccount of the Pod that this process runs in. */
  readonly kubeconfig?: string;
}

/**
 * The configuration of one cluster: a context of the kubeconfig, or the cluster that this process runs in. The client
 * library is loaded only here, as only this target needs it. Throws `cluster_settings_invalid`.
 */
export async function loadConfig(settings: ClusterSettings, context: string | undefined): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (settings.kubeconfig === undefined) config.loadFromCluster();
    else config.loadFromFile(settings.kubeconfig);
  } catch (error) {
    throw invalid(errorText(error).slice(0, 200), error);
  }
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) throw invalid(`it has no context ${context}, only ${known.join(', ')}`);
    config.setCurrentContext(context);
  }
  const { server = '' } = config.getCurrentCluster() ?? {};
  // Outside a Pod the library makes up an address out of what is not there.
  if (!URL.canParse(server) || server.includes('undefined'))
    throw invalid(
      settings.kubeconfig === undefined ? 'this process runs in no Pod' : 'its current context names no cluster',
    );
  return config;

  function invalid(why: string, cause?: unknown): StewardError {
    const where = settings.kubeconfig ?? 'the ServiceAccount of this Pod';
    return new StewardError('cluster_settings_invalid', { where, why }, { cause });
  }
}
