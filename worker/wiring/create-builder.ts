import path from 'node:path';
import { createAppendBuilder } from '../../activities/image/append/create-append-builder';
import { createDockerBuilder } from '../../activities/image/docker/create-docker-builder';
import type { ImagePlace } from '../../activities/image/place';
import type { ImageBuilder } from '../../domain/ports/builder';
import { extractModel } from '../../formats/package/model-files';
import type { SettingsOf } from '../../formats/settings/parse-settings';
import { type RegistrySettings, findRegistryCredentials } from './create-registry';

export type BuilderSettings = RegistrySettings &
  Pick<SettingsOf<'builder'>, 'STEWARD_HOME' | 'STEWARD_BUILDER' | 'STEWARD_DOCKER_HOST'>;

/** What images are built by; to the same digest either way, so that it may be changed at any time. */
export function createBuilder(settings: BuilderSettings, place: ImagePlace): ImageBuilder {
  const { STEWARD_REGISTRY: registry, STEWARD_DOCKER_HOST: socket } = settings;
  const parts = { place, workDirectory: path.join(settings.STEWARD_HOME, 'builds'), extractModel };
  switch (settings.STEWARD_BUILDER) {
    case 'append':
      return createAppendBuilder(parts);
    case 'docker': {
      // Without a registry bases lie in a folder, and nothing is pulled.
      const credentials =
        registry === undefined ? () => Promise.resolve(undefined) : findRegistryCredentials(settings, registry);
      return createDockerBuilder({ ...parts, socket, credentials, now: Date.now });
    }
  }
}
