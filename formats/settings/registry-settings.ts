import { serviceAccount, text } from './setting-kinds';
import { type Setting, optional } from './setting-row';

/** Of an OCI registry for packages and images, and the way to it. */
export const registrySettings = {
  STEWARD_REGISTRY: {
    ...optional(
      'OCI registry, with the path below which packages and images are kept there instead of in the layout folder',
      'registry.example.com/steward',
    ),
    schema: text,
  },
  STEWARD_REGISTRY_USER: { ...optional('user of that registry; any in OpenShift', 'steward'), schema: text },
  STEWARD_REGISTRY_PASSWORD: { ...optional('its password or token', '…'), schema: text, secret: true },
  STEWARD_REGISTRY_SERVICE_ACCOUNT: {
    ...optional(
      "ServiceAccount, as namespace/name, whose short-lived tokens are the password: for OpenShift's own registry",
      'credit-risk/steward',
    ),
    schema: serviceAccount,
  },
  STEWARD_REGISTRY_AUTH_FILE: {
    ...optional(
      'credentials of this and other registries in the form of config.json, read anew at each login',
      '/run/secrets/registry/config.json',
    ),
    schema: text,
  },
  STEWARD_REGISTRY_CA_FILE: {
    ...optional("certificates in PEM that registries are trusted by, beside Node's own", '/etc/steward/ca.pem'),
    schema: text,
  },
  STEWARD_REGISTRY_PLAIN_HTTP: {
    ...optional('registries that are spoken to without TLS, as host:port; loopback need not be named', 'host:5000'),
    schema: text,
  },
  HTTPS_PROXY: { ...optional('proxy to registries', 'http://proxy.example.com:3128'), schema: text, secret: true },
  HTTP_PROXY: {
    ...optional('proxy to registries without TLS', 'http://proxy.example.com:3128'),
    schema: text,
    secret: true,
  },
  NO_PROXY: { ...optional('hosts that are gone to without a proxy', '.svc,.cluster.local'), schema: text },
} as const satisfies Readonly<Record<string, Setting>>;
