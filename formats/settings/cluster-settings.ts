import { imageByDigest, text } from './setting-kinds';
import { type Setting, optional } from './setting-row';

/** Of the clusters that kubernetes targets release to. */
export const clusterSettings = {
  STEWARD_KUBECONFIG: {
    ...optional(
      'kubeconfig of the clusters of kubernetes targets; in a Pod, its own cluster without one',
      '/etc/steward/kubeconfig',
    ),
    schema: text,
  },
  STEWARD_GATEWAY_IMAGE: {
    ...optional(
      "Steward's own image by digest, which the scoring gateways of kubernetes and docker targets run from",
      'registry.example/steward@sha256:…',
    ),
    schema: imageByDigest,
  },
} as const satisfies Readonly<Record<string, Setting>>;
