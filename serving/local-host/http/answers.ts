import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { StewardError, errorText, isStewardError } from '../../../domain/errors';
import type { ReasonCode } from '../../../domain/reasons';
import { answer } from '../../http/answers';

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
