import { StewardError } from '../../../domain/errors';
import type { Target } from '../../../domain/ports/target';
import { probePath } from '../../../formats/local-host/paths';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import { writeRequest } from '../../../formats/tensorflow-serving/write-request';
import { type HostAnswer, type HostConnection, callHost } from './call-host';

/** Milliseconds for all rows of a probe. */
const timeout = 30_000;

/** `Target.probe` through the local host's own way to each deployment. */
export function createProbe(connection: HostConnection): Target['probe'] {
  return async (deployment, call, contract, rows, signature) => {
    const { environment } = deployment;
    const path = `${probePath(deployment)}/v1/models/${deployment.project}:${call.method}`;
    const body = writeRequest(call, contract, rows, signature);
    const answer = await callHost(connection, { method: 'POST', path, body, timeout, environment });
    requireAnswered(environment, answer);
    return readScores(call, answer.text, rows.length);
  };
}

/** A model server that is busy or being started again has not judged the rows: that is to be tried again. */
function requireAnswered(environment: string, { status }: HostAnswer): void {
  if (status === 401) throw new StewardError('target_token_refused', { environment });
  if (status === 429 || status === 503 || status === 504)
    throw new StewardError('target_away', { environment, why: `its model server answered with status ${status}` });
}
