import { hostAndPort, httpUrl, text, token } from './setting-kinds';
import { type Setting, optional, required } from './setting-row';

/** Of trainers and scorers that run in a cluster, and of the program that carries their data. */
export const exchangeSettings = {
  STEWARD_EXCHANGE_LISTEN: {
    ...optional(
      'address and port where Jobs in a cluster fetch what they train on or score and leave their result; for them alone',
      '10.0.0.5:7716',
    ),
    schema: hostAndPort,
  },
  STEWARD_EXCHANGE_URL: {
    ...optional('the same as Pods of the cluster reach it', 'http://steward-builder.steward.svc:7716'),
    schema: httpUrl,
  },
} as const satisfies Readonly<Record<string, Setting>>;

export const carrierSettings = {
  STEWARD_CARRIER_URL: {
    ...required(
      "address of a retraining's data at the builder",
      'http://steward-builder.steward.svc:7716/retrainings/t5',
    ),
    schema: httpUrl,
  },
  STEWARD_CARRIER_TOKEN: { ...required('token for it', '…'), schema: token, secret: true },
  STEWARD_CARRIER_DATASET: { ...required('digest of the dataset, or of the rows to score', 'sha256:…'), schema: text },
} as const satisfies Readonly<Record<string, Setting>>;
