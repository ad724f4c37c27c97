import { createServer, type Next, type Request, type Response, type Server } from 'restify';
import { errorText, isStewardError, StewardError } from '../domain/errors';
import type { Logger } from '../domain/logger';
import { commandsRoute } from './commands';
import { importOutcomesRoute } from './import-outcomes';
import { statusOf } from './status-of';
import { listVersionsRoute } from './list-versions';
import { overviewRoute } from './overview';
import { registerVersionRoute } from './register-version';
import type { ApiDependencies, Handler } from './dependencies';

/** Headers and idle connections are bounded; bodies are bounded where they are received. */
const limits = { headersMs: 10_000, requestMs: 120_000, connections: 200 };

/**
 * The HTTP edge for programs, on the internal listener: versions, outcomes, what is true now, and whether this process can work. Every refusal is
 * `{"error": {"code", "message"}}` with the cure in the message.
 */
export function createApi(deps: ApiDependencies): Server {
  const server = createServer({ name: 'steward', ignoreTrailingSlash: true });
  const route = (handler: Handler) => (request: Request, response: Response, next: Next) => {
    answer(deps.logger, handler, deps, request, response).then(() => next(false), next);
  };
  server.get('/healthz', (_request, response, next) => {
    response.send(200, { alive: true });
    next(false);
  });
  server.get(
    '/readyz',
    route(async () => {
      const readiness = await deps.readiness();
      return { status: readiness.ready ? 200 : 503, body: readiness };
    }),
  );
  server.get('/api/commands', route(commandsRoute));
  server.get('/api/projects/:project/overview', route(overviewRoute));
  server.get('/api/projects/:project/versions', route(listVersionsRoute));
  server.post('/api/projects/:project/versions', route(registerVersionRoute));
  server.post('/api/projects/:project/outcomes', route(importOutcomesRoute));
  server.server.headersTimeout = limits.headersMs;
  server.server.requestTimeout = limits.requestMs;
  server.server.maxConnections = limits.connections;
  return server;
}

async function answer(
  logger: Logger,
  handler: Handler,
  deps: ApiDependencies,
  request: Request,
  response: Response,
): Promise<void> {
  try {
    const { status, body } = await handler(deps, request);
    response.send(status, body);
  } catch (error) {
    if (response.destroyed) {
      logger.info('a sender broke off', { request: request.id(), why: errorText(error) });
      return;
    }
    const known = isStewardError(error)
      ? error
      : new StewardError('internal', { what: 'an unexpected error', request: request.id() });
    if (!isStewardError(error))
      logger.error('a request failed', { request: request.id(), why: errorText(error), error });
    // What was not read of a refused body is not worth reading.
    if (!request.readableEnded) response.setHeader('connection', 'close');
    response.send(statusOf(known.code), { error: { code: known.code, message: known.message } });
  }
}
