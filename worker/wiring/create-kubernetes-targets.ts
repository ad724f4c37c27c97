import { createKubernetesTarget } from '../../activities/target/kubernetes/create-kubernetes-target';
import { canonicalJson } from '../../domain/canonical-json';
import { StewardError } from '../../domain/errors';
import type { Target } from '../../domain/ports/target';
import type { KubernetesSpec } from '../../domain/project';
import type { WorkSettings } from './create-dependencies';

type ClusterSettings = Pick<WorkSettings, 'STEWARD_KUBECONFIG' | 'STEWARD_GATEWAY_IMAGE' | 'STEWARD_REGISTRY'>;

/** One client for each way in which project files describe a namespace. */
export function createKubernetesTargets(
  settings: ClusterSettings,
  pause: (ms: number) => Promise<void>,
): (spec: KubernetesSpec) => Target {
  const made = new Map<string, Target>();
  const { STEWARD_KUBECONFIG: kubeconfig, STEWARD_GATEWAY_IMAGE: gatewayImage, STEWARD_REGISTRY: registry } = settings;
  return (spec) => {
    if (gatewayImage === undefined) throw missing(spec, 'STEWARD_GATEWAY_IMAGE');
    // Nodes pull from a registry; what lies in a folder here they never see.
    if (registry === undefined) throw missing(spec, 'STEWARD_REGISTRY');
    const key = canonicalJson({ ...spec });
    const known = made.get(key);
    if (known) return known;
    const target = createKubernetesTarget(spec, {
      cluster: kubeconfig === undefined ? {} : { kubeconfig },
      gatewayImage,
      imageName: (project, image) => `${registry}/${project}@${image}`,
      now: Date.now,
      pause,
    });
    made.set(key, target);
    return target;
  };
}

function missing({ kind }: KubernetesSpec, setting: keyof ClusterSettings): StewardError {
  return new StewardError('setting_missing_for_target', { target: kind, setting });
}
