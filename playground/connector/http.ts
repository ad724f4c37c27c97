import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Refusal } from './refusal';

export interface Call {
  readonly method: string;
  /** Decoded, without query. */
  readonly path: string;
  /** The parts that the route's pattern names. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON or form fields; undefined without a body. */
  readonly body: unknown;
  /** Lower-case names. */
  readonly headers: IncomingMessage['headers'];
}

export type Answer =
  | { readonly status: number; readonly body?: unknown; readonly retryAfter?: number }
  /** A file. */
  | { readonly status: number; readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> }
  /** Whatever is written as long as the caller listens. */
  | { readonly stream: (response: ServerResponse) => void }
  /** No answer while the caller waits. */
  | 'silence'
  /** The connection ends without one. */
  | 'cut';

export interface Route {
  readonly method: string;
  /** Segments; `:name` takes one. */
  readonly path: string;
  /** A page to look at: links of other sites may lead to it. Nothing else of a browser's may come from another site. */
  readonly linkable?: boolean;
  readonly handle: (call: Call) => Answer | Promise<Answer>;
}

const mostBytes = 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > mostBytes) throw new Refusal(413, 'MessageSizeTooBig', `more than ${mostBytes} bytes`);
    parts.push(part);
  }
  if (size === 0) return undefined;
  const text = Buffer.concat(parts).toString('utf8');
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  if (!type.startsWith('application/json')) throw new Refusal(415, 'BadArgument', 'the body must be application/json');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Refusal(400, 'BadSyntax', 'the body is not JSON');
  }
}

/** Segments are decoded one by one: ids hold `:`, `@`, `;` and could hold `/`. */
function segmentsOf(path: string): readonly string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    throw new Refusal(400, 'BadArgument', 'the address cannot be decoded');
  }
}

function matchRoute(pattern: string, segments: readonly string[]): Record<string, string> | undefined {
  const wanted = pattern.split('/').slice(1);
  if (wanted.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const segment = segments[i] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}

function foreign(): Refusal {
  return new Refusal(403, 'BadArgument', 'not from this page');
}

/** Other pages of the same browser must not drive the stand-in: neither by name (DNS rebinding) nor across origins. */
function checkOrigin({ headers: { host: named, origin } }: IncomingMessage, host: string): void {
  if (named !== host) throw new Refusal(421, 'BadArgument', `this is ${host}`);
  if (origin !== undefined && origin !== `http://${host}`) throw foreign();
}

/** Whether a browser opens an address in a window of its own, as when somebody follows a link; not in a frame. */
function isLinkFollowed({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}

/**
 * Not every call of another page names its origin, but browsers say of each where it comes from; programs say nothing.
 * Another port of this machine is another page too.
 */
function checkSite(request: IncomingMessage, linkable: boolean): void {
  const site = request.headers['sec-fetch-site'] ?? 'none';
  if (site === 'same-origin' || site === 'none' || (linkable && isLinkFollowed(request))) return;
  throw foreign();
}

function findRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of routes) {
    const params = route.method === method ? matchRoute(route.path, segments) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}

async function answerCall(
  request: IncomingMessage,
  routes: readonly Route[],
  host: string,
  unknownRoute: (method: string, path: string) => void,
): Promise<Answer> {
  checkOrigin(request, host);
  const url = new URL(request.url ?? '/', `http://${host}`);
  const method = request.method ?? 'GET';
  const segments = segmentsOf(url.pathname);
  const found = findRoute(routes, method, segments);
  checkSite(request, found?.route.linkable === true);
  if (!found) {
    unknownRoute(method, url.pathname);
    throw new Refusal(404, 'ServiceError', `no such route: ${method} ${url.pathname}`);
  }
  const { route, params } = found;
  const body = await readBody(request);
  const path = `/${segments.join('/')}`;
  return route.handle({ method, path, params, query: url.searchParams, body, headers: request.headers });
}

function refusalAnswer(error: unknown): Answer {
  if (!(error instanceof Refusal)) throw error;
  const { status, code, message, retryAfter } = error;
  return { status, body: { error: { code, message } }, ...(retryAfter !== undefined && { retryAfter }) };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === 'silence') return;
  if (answer === 'cut') {
    response.destroy();
    return;
  }
  if ('stream' in answer) {
    answer.stream(response);
    return;
  }
  response.statusCode = answer.status;
  if ('bytes' in answer) {
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    response.end(answer.bytes);
    return;
  }
  if (answer.retryAfter !== undefined) response.setHeader('Retry-After', String(answer.retryAfter));
  if (answer.body === undefined) {
    response.end();
    return;
  }
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(answer.body));
}

export interface HttpServer {
  /** Listens on 127.0.0.1; port 0 takes a free one. Returns the port. Rejects with the listener's error. */
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

/** A JSON server on loopback that knows its routes and nothing else. `failed` hears of defects of the stand-in itself. */
export function createHttpServer(
  routes: readonly Route[],
  unknownRoute: (method: string, path: string) => void,
  failed: (error: unknown) => void,
): HttpServer {
  let host = '';
  const server: Server = createServer((request, response) => {
    answerCall(request, routes, host, unknownRoute)
      .catch(refusalAnswer)
      .then((answer) => send(response, answer))
      .catch((error: unknown) => {
        failed(error);
        response.statusCode = 500;
        response.end();
      });
  });
  server.requestTimeout = 60_000;
  server.maxConnections = 500;
  return {
    async listen(port) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      const address = server.address() as AddressInfo;
      host = `127.0.0.1:${address.port}`;
      return address.port;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
