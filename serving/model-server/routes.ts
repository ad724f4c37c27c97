import { StewardError } from '../../domain/errors';

/** Which model a path means; without a version the one that there is. */
export interface ModelRef {
  readonly name: string;
  /** Decimal digits as sent. */
  readonly version?: string;
}

export type Route =
  | { readonly kind: 'score'; readonly method: 'classify' | 'regress' | 'predict'; readonly model: ModelRef }
  | { readonly kind: 'status' | 'metadata'; readonly model: ModelRef };

const scorePath = /^\/v1\/models\/([^/:]+)(?:\/versions\/(\d+)|\/labels\/([^/:]+))?:(classify|regress|predict)$/i;
const statusPath = /^\/v1\/models\/([^/:]+)(?:\/versions\/(\d+)|\/labels\/([^/:]+))?(?:\/(metadata))?$/i;

/** TensorFlow Serving's REST paths; a query is ignored. Throws `scoring_path_unknown` and `scoring_label_unknown`. */
export function parseRoute(method: string, url: string): Route {
  const path = url.split('?', 1)[0] ?? '';
  const match = method === 'POST' ? scorePath.exec(path) : method === 'GET' ? statusPath.exec(path) : null;
  const name = decodeName(match?.[1]);
  if (match === null || name === undefined) throw unknownPath(method, path);
  const [, , version, label, last] = match;
  if (label !== undefined) throw new StewardError('scoring_label_unknown', { label: label.slice(0, 100) });
  const model = version === undefined ? { name } : { name, version };
  if (method === 'GET') return { kind: last === undefined ? 'status' : 'metadata', model };
  return { kind: 'score', method: readMethod(last), model };
}

function readMethod(text: string | undefined): 'classify' | 'regress' | 'predict' {
  const method = text?.toLowerCase();
  return method === 'classify' || method === 'regress' ? method : 'predict';
}

function decodeName(encoded: string | undefined): string | undefined {
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** Paths below /v1 are malformed requests to TensorFlow Serving; anything else it does not have at all. */
function unknownPath(method: string, path: string): StewardError {
  const request = `${method} ${path.slice(0, 200)}`;
  return new StewardError(/^\/v1\//i.test(path) ? 'scoring_path_malformed' : 'scoring_path_unknown', { request });
}
