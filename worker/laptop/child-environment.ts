import type { Settings } from '../../formats/settings/settings-file';

/** What a person may have set for every program of the machine: where things are, time zone, proxies, certificates. */
const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
] as const;

/** The environment of a child: the machine's own names and this part's settings, nothing else that we were given. */
export function childEnvironment(env: Readonly<Record<string, string | undefined>>, settings: Settings): Settings {
  const machine = passedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return { ...Object.fromEntries(machine), ...settings };
}
