import { Agent, type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { StewardError } from '../../../domain/errors';
import { releaseName } from '../../../domain/ids';
import type { Logger } from '../../../domain/logger';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { controlPrefix, probeHeader } from '../../../formats/local-host/paths';
import { answer, refuseScoring } from '../../http/answers';
import { forward } from '../../http/forward';
import { readBody } from '../../http/read-body';
import type { Host } from '../create-host';
import type { DeploymentRun } from '../run-deployment';
import { refuseControl } from './answers';
import { type ControlAddress, control, parseControlPath, requireToken } from './control';

export interface ServerDeps {
  readonly host: Host;
  readonly token: string;
  readonly log: Logger;
  /** Scoring requests that may be on their way at once; each holds its body in memory. */
  readonly maxInFlight: number;
}

/** Bytes of a scoring request. */
const maximalBody = 4 * 1024 * 1024;
/** Bytes of a request's headers: the references of a thousand rows stand there. */
const maximalHeaders = 64 * 1024;
/** Connections that may be open at once, idle ones included. */
const maximalConnections = 1_024;

interface Handling extends ServerDeps {
  readonly agent: Agent;
  inFlight: number;
}

/** Listens on loopback only; port 0 takes a free one. Throws `port_taken`. */
export async function startServer(deps: ServerDeps, port: number): Promise<Server> {
  const handling: Handling = { ...deps, agent: new Agent({ keepAlive: true, maxSockets: Infinity }), inFlight: 0 };
  const server = createServer(
    { maxHeaderSize: maximalHeaders, requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 60_000 },
    (request, response) => void handle(handling, request, response),
  );
  server.maxConnections = maximalConnections;
  server.once('close', () => handling.agent.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const details = { port, part: 'the local host', variable: 'STEWARD_LOCAL_HOST_PORT' };
      reject(hasErrorCode(error, 'EADDRINUSE') ? new StewardError('port_taken', details, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function handle(handling: Handling, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  try {
    if (path === '/healthz') return answer(response, 200, { alive: true });
    if (path === '/readyz') return answerReadiness(handling.host, response);
    if (!path.startsWith(controlPrefix)) return await score(handling, request, response, path);
    requireToken(request, handling.token);
    const address = parseControlPath(path);
    if (address.what === 'probe') return await probe(handling, request, response, address);
    await control(handling.host, request, response, address);
    if (request.method !== 'GET') handling.log.info('did as told', { method: request.method, path });
  } catch (error) {
    handling.log.warn('refused', { method: request.method, path: path.slice(0, 200), error });
    refuseControl(response, error);
  }
}

/** True readiness: every model that has traffic can answer. One that is only staged does not count. */
function answerReadiness(host: Host, response: ServerResponse): void {
  const checks = Object.fromEntries(
    host.readiness().map(({ deployment: { project, environment, release }, observation }) => {
      const name = `${project}/${environment} ${releaseName(release)}`;
      if (observation.state === 'ready') return [name, { ok: true }];
      return [name, { ok: false, why: observation.state === 'absent' ? 'it is gone' : observation.detail }];
    }),
  );
  const ready = Object.values(checks).every(({ ok }) => ok);
  answer(response, ready ? 200 : 503, { ready, checks });
}

/** `/<project>/<environment>/v1/models/…` goes to the gateway of what has the traffic when the body is in. */
async function score(handling: Handling, request: IncomingMessage, response: ServerResponse, path: string) {
  const [, project, environment, rest] = /^\/([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)(\/v1\/models\/.*)$/.exec(path) ?? [];
  if (project === undefined || environment === undefined || rest === undefined)
    return refuseScoring(response, 404, 'Models are at /<project>/<environment>/v1/models/<project>.');
  // Only we say what is a probe.
  const headers = { ...request.headers, [probeHeader]: undefined };
  await pass(handling, request, response, { way: 'score', path: rest, headers }, () => {
    const model = handling.host.servingModel({ project, environment });
    return model ?? `No version of ${project} serves in ${environment} yet; release one with \`deploy\` first.`;
  });
}

/**
 * The same for one deployment, traffic or not, behind the token, past its gateway; the model server is told that it is a
 * probe.
 */
async function probe(
  handling: Handling,
  request: IncomingMessage,
  response: ServerResponse,
  { rest, ...deployment }: ControlAddress,
) {
  const headers = { ...request.headers, authorization: undefined, [probeHeader]: releaseName(deployment.release) };
  await pass(handling, request, response, { way: 'probe', path: rest, headers }, () => {
    const model = handling.host.modelOf(deployment);
    return model ?? `${releaseName(deployment.release)} is not staged in ${deployment.environment}.`;
  });
}

async function pass(
  handling: Handling,
  request: IncomingMessage,
  response: ServerResponse,
  {
    way,
    ...to
  }: { readonly way: 'score' | 'probe'; readonly path: string; readonly headers: IncomingMessage['headers'] },
  findModel: () => DeploymentRun | string,
): Promise<void> {
  if (handling.inFlight >= handling.maxInFlight) {
    response.setHeader('connection', 'close');
    return refuseScoring(response, 429, `${handling.maxInFlight} requests are being answered; send it again shortly.`);
  }
  handling.inFlight += 1;
  try {
    const body = await readBody(request, maximalBody);
    if (body === undefined)
      return refuseScoring(response, 413, `The body is longer than ${maximalBody} bytes; send fewer rows at once.`);
    const model = findModel();
    if (typeof model === 'string') return refuseScoring(response, 404, model);
    const what = { method: request.method ?? 'GET', body, ...to };
    const done = model[way]((port) => forward(handling.agent, port, what, response));
    if (done === undefined) return refuseScoring(response, 503, describeUnready(model));
    await done;
  } finally {
    handling.inFlight -= 1;
  }
}

function describeUnready(model: DeploymentRun): string {
  const seen = model.observe();
  return `The model is not ready: ${'detail' in seen ? seen.detail : seen.state}`;
}
