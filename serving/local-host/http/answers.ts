import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { StewardError, errorText, isStewardError } from '../../../domain/errors';
import type { ReasonCode } from '../../../domain/reasons';

export function answer(response: ServerResponse, status: number, body: object): void {
  if (response.destroyed) return;
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** On the scoring address: the form in which model servers say errors, so that clients need to know one only. */
export function refuseScoring(response: ServerResponse, status: number, error: string): void {
  if (status === 429 || status === 503) response.setHeader('retry-after', '1');
  // What of the body was not read would be taken for the next request.
  if (status === 413) response.setHeader('connection', 'close');
  answer(response, status, { error });
}

const statuses: Partial<Record<ReasonCode, number>> = {
  target_token_refused: 401,
  target_request_refused: 400,
  target_full: 507,
  stage_conflict: 409,
  switch_conflict: 409,
  withdraw_serving: 409,
  switch_not_ready: 503,
};

/** On the control address: the reason by its code, for a client that makes the sentence. */
export function refuseControl(response: ServerResponse, error: unknown): void {
  const known = isStewardError(error)
    ? error
    : new StewardError('internal', { what: errorText(error), request: randomUUID() }, { cause: error });
  if (known.code === 'target_request_refused') response.setHeader('connection', 'close');
  answer(response, statuses[known.code] ?? 500, { code: known.code, details: known.details });
}
