import { isStewardError, StewardError } from '../../domain/errors';
import type { ReasonCode } from '../../domain/reasons';
import { writeMetadata, writeStatus } from './describe-model';
import type { LoadedModel } from './load-model';
import { type ModelRef, parseRoute, type Route } from './routes';
import { classify, predict, regress } from './score';

export interface ServedModel {
  readonly model: LoadedModel;
  readonly name: string;
  /** A whole number in decimal digits. */
  readonly version: string;
}

export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** As TensorFlow Serving maps its codes: a wrong request is 400, a model that is not there 404. */
const statuses: Partial<Record<ReasonCode, number>> = {
  scoring_path_unknown: 404,
  scoring_model_unknown: 404,
  scoring_body_too_large: 413,
};

const scorers = { classify, regress, predict };

export interface ScoringRequest {
  readonly method: string;
  readonly url: string;
  /** Read for a POST to score, ignored otherwise. */
  readonly body: string;
}

/** One request to its answer. Pure. */
export function answerRequest(served: ServedModel, { method, url, body }: ScoringRequest): Answer {
  try {
    const route = parseRoute(method, url);
    checkModel(served, route.model);
    return { status: 200, body: answerRoute(served, route, body) };
  } catch (error) {
    return answerError(error);
  }
}

/** `{"error": …}` with the status of the reason; rethrows what is no refusal. */
export function answerError(error: unknown): Answer {
  if (!isStewardError(error)) throw error;
  return { status: statuses[error.code] ?? 400, body: JSON.stringify({ error: error.message }) };
}

function answerRoute(served: ServedModel, route: Route, body: string): string {
  switch (route.kind) {
    case 'status':
      return writeStatus(served.version);
    case 'metadata':
      return writeMetadata(served.model, served.name, served.version);
    case 'score':
      return scorers[route.method](served.model, body);
  }
}

/** Versions are compared as numbers: `007` is 7. */
function checkModel(served: ServedModel, { name, version }: ModelRef): void {
  const sameVersion = version === undefined || (version.length <= 20 && BigInt(version) === BigInt(served.version));
  if (name === served.name && sameVersion) return;
  const request = version === undefined ? name : `${name} version ${version.slice(0, 20)}`;
  const found = `${served.name} version ${served.version}`;
  throw new StewardError('scoring_model_unknown', { request: request.slice(0, 200), served: found });
}
