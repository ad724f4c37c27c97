import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { Call, Contract } from '../../../domain/package/contract';
import type { SignatureSpec } from '../../../domain/package/manifest';
import type { DeploymentRef, ScoreRow } from '../../../domain/ports/target';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import { writeRequest } from '../../../formats/tensorflow-serving/write-request';
import type { Namespace } from './connect-namespace';
import { ports } from './describe-pod';
import { listReadyPods } from './release-state';

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
  const away = (why: string) => new StewardError('target_away', { environment, why });
  const [pod] = await listReadyPods(namespace, release);
  if (!pod) throw away(`no Pod of ${releaseName(release.release)} is ready`);
  const path = `/v1/models/${project}:${call.method}`;
  const body = writeRequest(call, contract, rows, signature);
  const answer = await namespace.askPod(pod.metadata.name, { method: 'POST', port: ports.model, path, body, timeout });
  if (answer.status === 429 || answer.status >= 502)
    throw away(`its model server answered with status ${answer.status}`);
  return readScores(call, answer.text, rows.length);
}
