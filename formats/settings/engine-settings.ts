import { flag, hostAndPort, text } from './setting-kinds';
import { type Setting, optional, required, standard } from './setting-row';

/** Of the Temporal cluster, and the way to it. */
export const engineSettings = {
  TEMPORAL_ADDRESS: { ...required('host and port of the Temporal cluster', '127.0.0.1:7233'), schema: hostAndPort },
  TEMPORAL_NAMESPACE: { ...standard('Temporal namespace', 'default'), schema: text },
  TEMPORAL_TLS: { ...standard('whether Temporal is spoken to over TLS', 'false'), schema: flag },
  TEMPORAL_CA_FILE: {
    ...optional("certificates in PEM that Temporal is trusted by over TLS, beside Node's own", '/etc/steward/ca.pem'),
    schema: text,
  },
  TEMPORAL_API_KEY: { ...optional('key for Temporal, if it wants one', '…'), schema: text, secret: true },
} as const satisfies Readonly<Record<string, Setting>>;
