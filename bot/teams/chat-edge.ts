import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { type Activity, CloudAdapter } from 'botbuilder';
import { createServer, plugins, type Request, type Response, type Server } from 'restify';
import { StewardError } from '../../domain/errors';
import { type Authenticator, createAuthenticator } from './authenticate';
import { type ChatSettings, isLoopback } from './chat-settings';
import { readEvent } from './read-event';
import { takeTurn, type TurnDependencies } from './take-turn';

/** Teams' own messages are below 100 KB. */
const mostBytes = 256 * 1024;
/** Turns at one time; the sender of one more is asked to come again. */
const mostTurns = 200;

export interface EdgeDependencies extends Omit<TurnDependencies, 'keep'> {
  readonly settings: ChatSettings;
  readonly now: () => Date;
}

export interface ChatEdge {
  /** Listens; resolves with the port. Throws `port_taken` or the listener's error. */
  start(): Promise<number>;
  /** Takes no more, waits for what is under way at most so long (milliseconds). Resolves with the number left undone. */
  stop(graceMs: number): Promise<number>;
}

/** Status without a body: what went wrong is for the log, not for strangers. */
function end(response: Response, status: number, body?: unknown): false {
  response.statusCode = status;
  if (body === undefined) response.end();
  else {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(body));
  }
  return false;
}

/**
 * Whether a page in a browser sends this, or may: one that calls itself by a name of its own (DNS rebinding) reaches
 * loopback too. Programs name the address that they were given, and no origin.
 */
function isFromPage({ headers: { host = '', origin, 'sec-fetch-site': site } }: Request): boolean {
  const named = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : '';
  return origin !== undefined || site !== undefined || !isLoopback(named);
}

/**
 * What can be refused by the head of a request. Without checks of who speaks, no page of a browser on this machine may
 * speak for people. Packed bodies are never taken: restify unpacks them without a bound,
 * and a broken one ends the process.
 */
function refuseByHead(request: Request, { authenticator, deps }: Desk): number | undefined {
  if (deps.settings.identity.kind === 'none' && isFromPage(request)) return 403;
  const { authorization, 'content-encoding': encoding, 'content-type': type } = request.headers;
  if (!authenticator.mayBeKnown(authorization)) return 401;
  if (encoding !== undefined && encoding !== 'identity') return 415;
  if (!/^application\/json\b/.test(type ?? '')) return 415;
  return Number(request.headers['content-length'] ?? 0) > mostBytes ? 413 : undefined;
}

interface Desk {
  readonly deps: EdgeDependencies;
  readonly authenticator: Authenticator;
  readonly adapter: CloudAdapter;
  /** Turns and what they left behind, still under way. */
  readonly underWay: Set<Promise<unknown>>;
}

/** Keeps hold of work until it is done. */
function keep<T>({ underWay }: Desk, work: Promise<T>): Promise<T> {
  underWay.add(work);
  const done = (): boolean => underWay.delete(work);
  work.then(done, done);
  return work;
}

/** One activity: authenticated, run as a turn of the SDK's adapter, answered. The turn's context stays in here. */
async function receive(desk: Desk, request: Request, response: Response): Promise<void> {
  const { deps, authenticator, adapter } = desk;
  const receivedAt = deps.now().toISOString();
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return void end(response, 400);
  const authenticated = await authenticator.authenticate(body, request.headers.authorization);
  if (authenticated.kind === 'unsure') {
    deps.logger.error('the keys of the channel cannot be read', { error: authenticated.cause });
    return void end(response, 500);
  }
  if (authenticated.kind === 'stranger') {
    deps.logger.warn('a request without a valid token of the channel', { why: authenticated.why });
    return void end(response, 401);
  }
  let answer: unknown;
  await adapter.processActivityDirect(authenticated.result, body as Activity, async ({ activity }) => {
    const read = readEvent(deps.settings, activity, receivedAt);
    const turn: TurnDependencies = { ...deps, keep: (work) => void keep(desk, work) };
    answer = await takeTurn(turn, read, activity.type === 'invoke');
  });
  end(response, 200, answer);
}

function createListener(desk: Desk): Server {
  const { deps } = desk;
  const server = createServer({ name: 'steward' });
  const guard = (request: Request, response: Response, next: (go?: false) => void): void => {
    if (desk.underWay.size >= mostTurns) return next(end(response, 503));
    const status = refuseByHead(request, desk);
    if (status === undefined) return next();
    // Nobody reads the rest of a refused body.
    response.setHeader('Connection', 'close');
    next(end(response, status));
  };
  const handle = async (request: Request, response: Response): Promise<void> => {
    try {
      await keep(desk, receive(desk, request, response));
    } catch (error) {
      deps.logger.error('a turn failed', { error });
      end(response, 500);
    }
  };
  const read = [
    plugins.bodyReader({ maxBodySize: mostBytes }),
    ...plugins.jsonBodyParser({ bodyReader: true, mapParams: false }),
  ];
  server.post('/api/messages', guard, ...read, handle);
  server.server.headersTimeout = 10_000;
  server.server.requestTimeout = 30_000;
  return server;
}

function listen(server: Server, { host, port }: ChatSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const details = { port, part: 'the bot', variable: 'STEWARD_BOT_PORT' };
      reject(taken ? new StewardError('port_taken', details, { cause: error }) : error);
    });
    server.listen(port, host, () => resolve((server.server.address() as AddressInfo).port));
  });
}

/** The listener of `/api/messages`: Teams' activities in, plain events to `handle`, its answers back. */
export function createChatEdge(deps: EdgeDependencies): ChatEdge {
  const authenticator = createAuthenticator(deps.settings.identity, deps.now);
  const desk = {
    deps,
    authenticator,
    adapter: new CloudAdapter(authenticator.sdk),
    underWay: new Set<Promise<unknown>>(),
  };
  const server = createListener(desk);
  return {
    start: () => listen(server, deps.settings),
    async stop(graceMs) {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.server.closeIdleConnections();
      const timer = new AbortController();
      const over = after(graceMs, false, { signal: timer.signal }).catch(() => false);
      while (desk.underWay.size > 0) {
        const done = Promise.allSettled(desk.underWay).then(() => true);
        if (!(await Promise.race([done, over]))) break;
      }
      timer.abort();
      server.server.closeAllConnections();
      await closed;
      return desk.underWay.size;
    },
  };
}
