import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { Contract, Call } from '../../../domain/package/contract';
import type { SignatureSpec } from '../../../domain/package/manifest';
import type { DeploymentRef, ScoreRow } from '../../../domain/ports/target';
import { probeHeader } from '../../../formats/local-host/paths';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import { writeRequest } from '../../../formats/tensorflow-serving/write-request';
import type { Namespace } from './connect-namespace';
import { ports } from './describe-pod';
import { explainRefusal } from './explain-refusal';
import { listPods } from './observe-release';

/** Milliseconds for all rows of a probe. */
const timeout = 30_000;

/** `Target.probe` through the API server to the model server of one Pod of the release, past the gateway that records. */
export async function probeRelease(
  namespace: Namespace,
  release: DeploymentRef,
  call: Call,
  contract: Contract,
  rows: readonly ScoreRow[],
  signature?: SignatureSpec,
): Promise<readonly number[]> {
  const { project, environment } = release;
  const [pod] = await listPods(namespace, release);
  if (!pod) throw new StewardError('target_away', { environment, why: `${releaseName(release.release)} has no Pod` });
  const answer = await namespace.post(pod.metadata.name, {
    port: ports.model,
    path: `/v1/models/${project}:${call.method}`,
    body: writeRequest(call, contract, rows, signature),
    headers: { [probeHeader]: releaseName(release.release) },
    timeout,
  });
  // The API server's own refusals are no answers of the model.
  if (answer.status === 403 || answer.status === 401)
    throw explainRefusal({ verb: 'create', what: 'pods/proxy', namespace: '' }, answer);
  if (answer.status === 429 || answer.status >= 502)
    throw new StewardError('target_away', {
      environment,
      why: `its model server answered with status ${answer.status}`,
    });
  return readScores(call, answer.text, rows.length);
}
