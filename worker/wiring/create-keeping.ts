import { createLayoutPlace } from '../../activities/image/create-layout-place';
import { createRegistryPlace } from '../../activities/image/create-registry-place';
import type { ImagePlace } from '../../activities/image/place';
import { createLayoutStore } from '../../activities/store/layout/create-layout-store';
import { createRegistryStore } from '../../activities/store/registry/create-registry-store';
import type { Tx } from '../../database/database';
import { findModelCard } from '../../database/model-cards';
import type { Logger } from '../../domain/logger';
import type { Store } from '../../domain/ports/store';
import type { SettingsOf } from '../../formats/settings/parse-settings';
import { createRegistry, type RegistrySettings } from './create-registry';

/** Where packages and images are kept. */
export interface Keeping {
  readonly store: Store;
  readonly place: ImagePlace;
  readonly close: () => Promise<void>;
}

type KeepingSettings = RegistrySettings & Pick<SettingsOf<'worker'>, 'STEWARD_STORE_DIR'>;

/**
 * In the registry that the settings name, or else in the layout folder; with the database, which has the model cards that are
 * attached to images. Throws `settings_invalid` and `image_reference_invalid`.
 */
export function createKeeping(settings: KeepingSettings, logger: Logger, database?: Tx): Keeping {
  const registry = createRegistry(settings);
  const { STEWARD_STORE_DIR: directory } = settings;
  if (registry === undefined)
    return {
      store: createLayoutStore({ directory }),
      place: createLayoutPlace({ directory }),
      close: () => Promise.resolve(),
    };
  const { client, host, prefix } = registry;
  return {
    store: createRegistryStore({ client, host, prefix }),
    place: createRegistryPlace({
      client,
      host,
      prefix,
      progress: (line) => logger.debug('sends to the registry', { ...line }),
      ...(database && { modelCard: (project, packageDigest) => findModelCard(database, project, packageDigest) }),
      report: (line) => logger.warn('a package or a model card was not attached to its image', line),
    }),
    close: client.close,
  };
}
