import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { StewardError, errorText } from '../../../domain/errors';
import type { Logger } from '../../../domain/logger';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { answer, refuseScoring } from '../../http/answers';
import { ask } from '../../http/forward';
import { readBody } from '../../http/read-body';
import type { Counters } from '../counters';
import { type ScoreDeps, score } from './score';

export interface GatewayServerDeps extends ScoreDeps {
  readonly counters: () => Counters;
  /** Why no row can be recorded and so none is answered; undefined while all is well. */
  readonly blocked: () => string | undefined;
  readonly log: Logger;
}

/** Bytes of a request. */
const maximalBody = 4 * 1024 * 1024;
/** Connections that may be open at once, idle ones included. */
const maximalConnections = 1_024;
/** Requests that may be on their way at once, and the bytes of their bodies. */
const inFlight = { requests: 256, bytes: 64 * 1024 * 1024 } as const;
/** Bytes of a request's headers: 1,000 references of 36 characters and what else there is. */
const maximalHeaders = 64 * 1024;
/** Ms after which a model server that does not answer is not ready. */
const readyLimit = 2_000;

interface Handling extends GatewayServerDeps {
  requests: number;
  bytes: number;
}

/** Port 0 takes a free one. Throws `port_taken`. */
export async function startServer(deps: GatewayServerDeps, host: string, port: number): Promise<Server> {
  const handling: Handling = { ...deps, requests: 0, bytes: 0 };
  const limits = { requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 60_000 };
  const server = createServer({ ...limits, maxHeaderSize: maximalHeaders }, (request, response) => {
    // A connection that is kept alive after its last answer would keep the server from closing.
    if (!server.listening) response.setHeader('connection', 'close');
    void handle(handling, request, response);
  });
  server.maxConnections = maximalConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const details = { port, part: 'the scoring gateway', variable: 'STEWARD_GATEWAY_PORT' };
      reject(hasErrorCode(error, 'EADDRINUSE') ? new StewardError('port_taken', details, { cause: error }) : error);
    });
    server.listen(port, host, resolve);
  });
  return server;
}

async function handle(handling: Handling, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const path = request.url ?? '/';
    if (path === '/-/healthz') return answer(response, 200, { alive: true });
    if (path === '/-/readyz') return await answerReadiness(handling, response);
    if (path === '/-/counters') return answer(response, 200, handling.counters());
    if (path.startsWith('/-/')) return answer(response, 404, { error: 'There are healthz, readyz and counters.' });
    await pass(handling, request, response, path);
  } catch (error) {
    // A client that went away in the middle of its request needs no answer.
    if (request.destroyed && !request.complete) return;
    handling.log.error('a request failed', { error });
    if (response.headersSent) return void response.destroy();
    refuseScoring(response, 500, 'The scoring gateway failed; its log says why.');
  }
}

async function answerReadiness(handling: Handling, response: ServerResponse): Promise<void> {
  const why = handling.blocked() ?? (await modelSilence(handling));
  answer(response, why === undefined ? 200 : 503, { ready: why === undefined, ...(why !== undefined && { why }) });
}

/** Any answer will do: what the model server can do is asked of itself. */
async function modelSilence({ agent, model }: Handling): Promise<string | undefined> {
  const what = { method: 'GET', path: '/v1/models', headers: {}, body: Buffer.alloc(0) };
  const untilLate = (stop: () => void) => AbortSignal.timeout(readyLimit).addEventListener('abort', stop);
  try {
    (await ask(agent, model, what, untilLate)).resume();
    return undefined;
  } catch (error) {
    return `the model server does not answer: ${errorText(error)}`;
  }
}

async function pass(handling: Handling, request: IncomingMessage, response: ServerResponse, path: string) {
  const length = Number(request.headers['content-length'] ?? maximalBody);
  const bytes = Math.min(request.method === 'GET' ? 0 : length, maximalBody);
  if (handling.requests >= inFlight.requests || handling.bytes + bytes > inFlight.bytes) {
    response.setHeader('connection', 'close');
    return refuseScoring(response, 429, `${handling.requests} requests are being answered; send it again shortly.`);
  }
  handling.requests += 1;
  handling.bytes += bytes;
  try {
    const body = await readBody(request, maximalBody);
    if (body === undefined)
      return refuseScoring(response, 413, `The body is longer than ${maximalBody} bytes; send fewer rows at once.`);
    await score(handling, { method: request.method ?? 'GET', path, headers: request.headers, body }, response);
  } finally {
    handling.requests -= 1;
    handling.bytes -= bytes;
  }
}
