import type { SettingsOf } from './parse-settings';
import { readAuthorities } from './read-authorities';

type EngineSettings = Pick<
  SettingsOf<'bot'>,
  'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'TEMPORAL_TLS' | 'TEMPORAL_CA_FILE' | 'TEMPORAL_API_KEY'
>;

/** As connections to the cluster are made from them. Throws `settings_invalid` for authorities that cannot be read. */
export function temporalSettings(settings: EngineSettings) {
  return {
    address: settings.TEMPORAL_ADDRESS,
    namespace: settings.TEMPORAL_NAMESPACE,
    tls: settings.TEMPORAL_TLS,
    ...readAuthorities('TEMPORAL_CA_FILE', settings.TEMPORAL_CA_FILE),
    ...(settings.TEMPORAL_API_KEY === undefined ? {} : { apiKey: settings.TEMPORAL_API_KEY }),
  };
}
