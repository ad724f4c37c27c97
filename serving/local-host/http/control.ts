import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { StewardError, errorText } from '../../../domain/errors';
import type { DeploymentRef } from '../../../domain/ports/target';
import {
  type InspectionAnswer,
  placeName,
  type ProcessesAnswer,
  stageMessage,
  switchMessage,
} from '../../../formats/local-host/messages';
import { controlPrefix } from '../../../formats/local-host/paths';
import { answer } from '../../http/answers';
import { readBody } from '../../http/read-body';
import type { Host } from '../create-host';
import { readCounts } from './read-counts';

/** Bytes of a control message: a contract may be long. */
const maximalBody = 256 * 1024;

/** `/-/<what>/<project>/<environment>[/<release>][/<rest>]`, taken apart. */
export interface ControlAddress extends DeploymentRef {
  readonly what: string;
  /** 0 when the path names none. */
  readonly release: number;
  readonly rest: string;
}

export function parseControlPath(path: string): ControlAddress {
  const match = /^([a-z]+)\/([^/]+)\/([^/]+)(?:\/([1-9]\d{0,14}))?(\/.*)?$/.exec(path.slice(controlPrefix.length));
  const [what = '', project = '', environment = '', release = '0', rest = ''] = match?.slice(1) ?? [];
  if (!placeName.safeParse(project).success || !placeName.safeParse(environment).success)
    throw refused(`there is nothing at ${path.slice(0, 200)}`);
  return { what, project, environment, release: Number(release), rest };
}

/** Throws `target_token_refused` unless the request carries the token; takes equally long however wrong it is. */
export function requireToken(request: IncomingMessage, token: string): void {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  if (timingSafeEqual(hash(request.headers.authorization ?? ''), hash(`Bearer ${token}`))) return;
  throw new StewardError('target_token_refused', { environment: 'this machine' });
}

/** Everything on the control address but probes. Throws what the host throws, and `target_request_refused`. */
export async function control(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
  address: ControlAddress,
): Promise<void> {
  const { what, project, environment, release, rest } = address;
  const deployment = { project, environment, release };
  const action = rest === '' ? `${request.method} ${what}${release > 0 ? ' of a release' : ''}` : '';
  switch (action) {
    case 'PUT deployments of a release':
      await host.stage(deployment, await readMessage(request, stageMessage));
      return answer(response, 202, host.observe(deployment));
    case 'GET deployments of a release':
      return answer(response, 200, host.observe(deployment));
    case 'DELETE deployments of a release':
      await host.withdraw(deployment);
      return answer(response, 200, host.observe(deployment));
    case 'GET deployments':
      return answer(response, 200, { deployments: host.deployments(deployment) });
    case 'POST serving':
      await host.switchTo({ project, environment }, await readMessage(request, switchMessage));
      return answer(response, 200, { serving: host.serving(deployment) ?? null });
    case 'GET serving':
      return answer(response, 200, { serving: host.serving(deployment) ?? null });
    case 'GET inspection of a release':
      return answer(response, 200, await inspect(host, deployment));
    case 'GET processes':
      return answer(response, 200, tellProcesses(host, deployment));
    default:
      throw refused(`${request.method} is not answered there`);
  }
}

function tellProcesses(host: Host, environment: DeploymentRef): ProcessesAnswer {
  const [serving, run] = [host.serving(environment), host.servingModel(environment)];
  if (serving === undefined || run === undefined) return { processes: null };
  const { modelServer = null, gateway = null } = run.pids();
  return { processes: { release: serving.release, label: serving.label, modelServer, gateway } };
}

async function inspect(host: Host, deployment: DeploymentRef): Promise<InspectionAnswer> {
  const run = host.modelOf(deployment);
  const serving = host.serving(deployment);
  const counts = await run?.score(readCounts);
  return {
    traffic: serving === undefined ? null : { release: serving.release, label: serving.label },
    image: host.imageOf(deployment) ?? null,
    observation: host.observe(deployment),
    restarts: run?.restarts() ?? 0,
    counts: counts ?? null,
  };
}

async function readMessage<T>(request: IncomingMessage, schema: { parse(value: unknown): T }): Promise<T> {
  const body = await readBody(request, maximalBody);
  if (body === undefined) throw refused(`the body is longer than ${maximalBody} bytes`);
  try {
    return schema.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    throw refused(`the body is not as it should be (${errorText(error).slice(0, 200)})`);
  }
}

function refused(why: string): StewardError {
  return new StewardError('target_request_refused', { why });
}
