import { createDockerTarget } from '../../activities/target/docker/create-docker-target';
import { canonicalJson } from '../../domain/canonical-json';
import { StewardError } from '../../domain/errors';
import type { Target } from '../../domain/ports/target';
import type { DockerSpec } from '../../domain/project';
import { findRegistryCredentials } from './create-registry';
import type { WorkSettings } from './create-dependencies';

/** One client for each way in which project files describe a server. */
export function createDockerTargets(settings: WorkSettings): (spec: DockerSpec) => Target {
  const made = new Map<string, Target>();
  const {
    STEWARD_DOCKER_HOST: socket,
    STEWARD_DOCKER_RECORDER_URL: recorderUrl,
    STEWARD_GATEWAY_IMAGE: gatewayImage,
    STEWARD_REGISTRY: registry,
  } = settings;
  return (spec) => {
    if (gatewayImage === undefined) throw missing(spec, 'STEWARD_GATEWAY_IMAGE');
    if (recorderUrl === undefined) throw missing(spec, 'STEWARD_DOCKER_RECORDER_URL');
    // The daemon pulls from a registry; what lies in a folder here it never sees.
    if (registry === undefined) throw missing(spec, 'STEWARD_REGISTRY');
    const key = canonicalJson({ ...spec });
    const known = made.get(key);
    if (known) return known;
    const target = createDockerTarget(spec, {
      ...{ socket, gatewayImage, recorderUrl, credentials: findRegistryCredentials(settings, registry) },
      imageName: (project, image) => `${registry}/${project}@${image}`,
    });
    made.set(key, target);
    return target;
  };
}

function missing({ kind }: DockerSpec, setting: keyof WorkSettings): StewardError {
  return new StewardError('setting_missing_for_target', { target: kind, setting });
}
