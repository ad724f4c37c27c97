import path from 'node:path';
import { createDatasetStore } from '../../activities/training/dataset-store';
import { createExchangeServer } from '../../activities/training/exchange/serve-exchange';
import type { Logger } from '../../domain/logger';
import type { SettingsOf } from '../../formats/settings/parse-settings';
import { createBuilderExchange } from './create-job-trainers';
import { listen } from './listen';

/** Where trainers in a cluster come for their data, if the settings name such a place; gives what ends it. */
export async function listenForTrainers(settings: SettingsOf<'builder'>, logger: Logger): Promise<() => Promise<void>> {
  const { STEWARD_EXCHANGE_LISTEN: place, STEWARD_DATASETS_DIR: directory } = settings;
  if (place === undefined) return () => Promise.resolve();
  const server = createExchangeServer({
    exchange: createBuilderExchange(settings),
    datasets: createDatasetStore({ directory: path.resolve(directory) }),
    report: (error) => logger.warn('the exchange with a trainer failed', { error }),
  });
  const at = place.lastIndexOf(':');
  await listen(server, Number(place.slice(at + 1)), place.slice(0, at));
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      // Carriers try again with whoever comes next.
      server.closeAllConnections();
    });
}
