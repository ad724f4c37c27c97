import { setTimeout as wait } from 'node:timers/promises';
import { requestTokens } from '../../activities/target/kubernetes/request-tokens';
import { StewardError } from '../../domain/errors';
import { createRegistryClient, type RegistryClient } from '../../formats/oci/registry/create-registry-client';
import { type FindCredentials, createCredentials } from '../../formats/oci/registry/credentials';
import { canonicalHost, parseRegistryPrefix } from '../../formats/oci/registry/parse-reference';
import type { SettingsOf } from '../../formats/settings/parse-settings';
import { readAuthorities } from '../../formats/settings/read-authorities';

export type RegistrySettings = Pick<
  SettingsOf<'worker'>,
  | 'STEWARD_REGISTRY'
  | 'STEWARD_REGISTRY_USER'
  | 'STEWARD_REGISTRY_PASSWORD'
  | 'STEWARD_REGISTRY_SERVICE_ACCOUNT'
  | 'STEWARD_REGISTRY_AUTH_FILE'
  | 'STEWARD_REGISTRY_CA_FILE'
  | 'STEWARD_REGISTRY_PLAIN_HTTP'
  | 'STEWARD_KUBECONFIG'
  | 'HTTPS_PROXY'
  | 'HTTP_PROXY'
  | 'NO_PROXY'
>;

/** The registry that the settings name, and below which path of it our repositories are. */
export interface NamedRegistry {
  readonly client: RegistryClient;
  readonly host: string;
  readonly prefix: string;
}

/** How long a registry may be silent, in ms: it may have to bring a blob from a storage elsewhere. */
const silence = 60_000;

/** Undefined when the settings name none. Throws `settings_invalid` and `image_reference_invalid`. */
export function createRegistry(settings: RegistrySettings): NamedRegistry | undefined {
  const { STEWARD_REGISTRY: registry } = settings;
  if (registry === undefined) return undefined;
  const { host, prefix } = parseRegistryPrefix(registry);
  const client = createRegistryClient({
    credentials: findRegistryCredentials(settings, registry),
    network: {
      silence,
      ...readAuthorities('STEWARD_REGISTRY_CA_FILE', settings.STEWARD_REGISTRY_CA_FILE),
      proxy: {
        ...proxyOf('https', 'HTTPS_PROXY', settings.HTTPS_PROXY),
        ...proxyOf('http', 'HTTP_PROXY', settings.HTTP_PROXY),
        ...(settings.NO_PROXY !== undefined && { except: settings.NO_PROXY }),
      },
    },
    plainHosts: (settings.STEWARD_REGISTRY_PLAIN_HTTP ?? '')
      .split(/[\s,]+/)
      .filter((name) => name !== '')
      .map(canonicalHost),
    pause: (ms) => wait(ms),
    random: Math.random,
    now: () => new Date(),
  });
  return { client, host, prefix };
}

type CredentialSettings = Pick<
  RegistrySettings,
  | 'STEWARD_REGISTRY_USER'
  | 'STEWARD_REGISTRY_PASSWORD'
  | 'STEWARD_REGISTRY_SERVICE_ACCOUNT'
  | 'STEWARD_REGISTRY_AUTH_FILE'
  | 'STEWARD_KUBECONFIG'
>;

/** Who we are at registries. Throws `settings_invalid`. */
export function findRegistryCredentials(settings: CredentialSettings, registry: string): FindCredentials {
  return createCredentials({
    ...(settings.STEWARD_REGISTRY_AUTH_FILE !== undefined && { authFile: settings.STEWARD_REGISTRY_AUTH_FILE }),
    ...accountOf(settings, parseRegistryPrefix(registry).host),
  });
}

function accountOf(
  {
    STEWARD_REGISTRY_USER: user,
    STEWARD_REGISTRY_PASSWORD: password,
    STEWARD_REGISTRY_SERVICE_ACCOUNT: serviceAccount,
    STEWARD_KUBECONFIG: kubeconfig,
  }: CredentialSettings,
  host: string,
) {
  if (serviceAccount !== undefined) {
    if (password !== undefined)
      throw invalid('STEWARD_REGISTRY_PASSWORD and STEWARD_REGISTRY_SERVICE_ACCOUNT: set one of them');
    const cluster = kubeconfig === undefined ? {} : { kubeconfig };
    const next = requestTokens({ cluster, ...serviceAccount, now: Date.now });
    return { shortLived: { host, user: user ?? serviceAccount.account, password: next } };
  }
  if (user !== undefined && password !== undefined) return { account: { host, user, password } };
  if (user === undefined && password === undefined) return {};
  throw invalid('STEWARD_REGISTRY_USER and STEWARD_REGISTRY_PASSWORD: set both or neither');
}

/** As other programs read these variables: an address, or only host and port. Never quoted, as a password may be in it. */
function proxyOf<Way extends 'https' | 'http'>(way: Way, name: string, value: string | undefined) {
  if (value === undefined) return {};
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw invalid(`${name}: must be an address such as http://proxy.example.com:3128, of a proxy that speaks HTTP`);
  return { [way]: address } as { readonly [Key in Way]: string };
}

function invalid(problem: string): StewardError {
  return new StewardError('settings_invalid', { process: 'process', count: 1, problems: `- ${problem}` });
}
