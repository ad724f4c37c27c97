import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { Call, Contract } from '../../../domain/package/contract';
import type { SignatureSpec } from '../../../domain/package/manifest';
import type { DeploymentRef, ScoreRow } from '../../../domain/ports/target';
import { dockerPorts } from '../../../formats/docker/ports';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import { writeRequest } from '../../../formats/tensorflow-serving/write-request';
import { askContainer } from './ask-container';
import type { Daemon } from './connect-daemon';
import { releaseNames } from './names';

/** Milliseconds for all rows of a probe. */
const timeout = 30_000;

/** `Target.probe` from within the release's gateway container to its model server, past the gateway that records. */
export async function probeRelease(
  daemon: Daemon,
  release: DeploymentRef,
  call: Call,
  contract: Contract,
  rows: readonly ScoreRow[],
  signature?: SignatureSpec,
): Promise<readonly number[]> {
  const { project, environment } = release;
  const names = releaseNames(release);
  const away = (why: string) =>
    new StewardError('target_away', { environment, why: `${releaseName(release.release)}: ${why}` });
  const url = `http://${names.model}:${dockerPorts.model}/v1/models/${project}:${call.method}`;
  const body = writeRequest(call, contract, rows, signature);
  const said = await askContainer(daemon, names.gateway, { method: 'POST', url, body, timeout });
  if ('silent' in said) throw away(said.silent);
  if (said.status === 429 || said.status >= 502) throw away(`its model server answered with status ${said.status}`);
  return readScores(call, said.text, rows.length);
}
