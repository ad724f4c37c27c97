import { StewardError } from '../../../domain/errors';
import { tokenSchema } from '../../../formats/kubernetes/objects';
import { explainRefusal } from './explain-refusal';
import { type ClusterSettings, loadConfig } from './load-config';
import { send } from './send';

export interface TokenSource {
  readonly cluster: ClusterSettings;
  readonly namespace: string;
  /** ServiceAccount whose tokens they are. */
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Seconds that a token is good for. */
const lifetime = 3_600;
/** Of its life, the part in which it is given out: who gets it late must still have time. */
const fresh = 0.8;
/** Milliseconds. */
const timeout = 20_000;

/**
 * Short-lived tokens of a ServiceAccount, by TokenRequest: a new one when the last one gets old. Throws what
 * `explainRefusal` says, and `cluster_away`.
 */
export function requestTokens(source: TokenSource): () => Promise<string> {
  let last: { readonly token: string; readonly until: number } | undefined;
  return async () => {
    if (last !== undefined && source.now() < last.until) return last.token;
    const asked = source.now();
    const token = await ask(source);
    last = { token, until: asked + lifetime * fresh * 1_000 };
    return token;
  };
}

async function ask({ cluster, namespace, account }: TokenSource): Promise<string> {
  const config = await loadConfig(cluster, undefined);
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(account)}/token`;
  const body = JSON.stringify({
    ...{ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' },
    spec: { expirationSeconds: lifetime },
  });
  const answer = await send(config, { method: 'POST', path, body, timeout }).catch((error: unknown) => {
    throw new StewardError('cluster_away', { why: 'no answer to a TokenRequest' }, { cause: error });
  });
  if (answer.status < 200 || answer.status > 299)
    throw explainRefusal({ verb: 'create', what: `serviceaccounts/token of ${account}`, namespace }, answer);
  return tokenSchema.parse(JSON.parse(answer.text)).status.token;
}
