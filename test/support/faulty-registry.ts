import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong with the next request that fits. */
export interface Fault {
  readonly method: string;
  readonly path: RegExp;
  /** How often; once without it. */
  readonly times?: number;
  readonly does:
    | {
        readonly kind: 'answer';
        readonly status: number;
        readonly headers?: Record<string, string>;
        readonly body?: string;
      }
    /** Takes the request and never answers. */
    | { readonly kind: 'hang' }
    /** Lets so many bytes of the request's body through, then ends both connections. docker-registry forgets such an upload. */
    | { readonly kind: 'cut'; readonly afterBytes: number }
    /** The same before a registry that keeps what it got, as the specification would have it. */
    | { readonly kind: 'keep-and-cut'; readonly afterBytes: number }
    /** Lets so many bytes of the answer's body through, then ends the connection. */
    | { readonly kind: 'cut-answer'; readonly afterBytes: number }
    /** The registry does it; its answer never arrives. */
    | { readonly kind: 'lose-answer' }
    /** Changes headers, or the status, of the answer. */
    | { readonly kind: 'headers'; readonly headers: Record<string, string>; readonly status?: number }
    /** Answers with other bytes. */
    | { readonly kind: 'body'; readonly body: string };
}

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

export interface FaultyRegistry {
  readonly host: string;
  readonly seen: readonly Seen[];
  /** What the client did that the specification does not allow. */
  readonly violations: readonly string[];
  plan(...faults: readonly Fault[]): void;
  /** Faults that were planned and never met. */
  unmet(): readonly Fault[];
  readonly stop: () => Promise<void>;
}

/** The end-points of the OCI distribution specification 1.1 that a client may use. */
const endpoints: readonly (readonly [string, RegExp])[] = [
  ['GET', /^\/v2\/$/],
  ['GET HEAD PUT', /^\/v2\/[a-z0-9./_-]+\/manifests\/[\w.:-]+$/],
  ['GET HEAD', /^\/v2\/[a-z0-9./_-]+\/blobs\/sha256:[0-9a-f]{64}$/],
  ['GET', /^\/v2\/[a-z0-9./_-]+\/referrers\/sha256:[0-9a-f]{64}\?artifactType=[^&]+$/],
  ['GET', /^\/v2\/[a-z0-9./_-]+\/tags\/list(\?[^#]*)?$/],
  ['POST', /^\/v2\/[a-z0-9./_-]+\/blobs\/uploads\/(\?mount=sha256(:|%3A)[0-9a-f]{64}&from=[^&]+)?$/],
  ['GET PATCH PUT', /^\/v2\/[a-z0-9./_-]+\/blobs\/uploads\/[^/?]+\?.*$/],
];

/** A strict proxy before a real registry (both without TLS) that keeps account and does what was planned. */
export async function startFaultyRegistry(upstream: string): Promise<FaultyRegistry> {
  const seen: Seen[] = [];
  const violations: string[] = [];
  const plans: { fault: Fault; left: number }[] = [];
  const moved = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const method = request.method ?? '';
    seen.push({ method, path, headers: request.headers });
    violations.push(...violationsOf(request).map((what) => `${method} ${path}: ${what}`));
    const plan = plans.find(({ fault, left }) => left > 0 && fault.method === method && fault.path.test(path));
    if (plan !== undefined) plan.left -= 1;
    pass({ upstream, moved }, request, response, plan?.fault.does);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    violations,
    plan: (...faults) => plans.push(...faults.map((fault) => ({ fault, left: fault.times ?? 1 }))),
    unmet: () => plans.filter(({ left }) => left > 0).map(({ fault }) => fault),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function violationsOf({ method = '', url = '', headers }: IncomingMessage): string[] {
  const found: string[] = [];
  if (!endpoints.some(([methods, path]) => methods.split(' ').includes(method) && path.test(url)))
    found.push('no such end-point');
  const length = headers['content-length'];
  if ((method === 'PUT' || method === 'PATCH') && length === undefined) found.push('no length');
  if (method === 'PATCH' && headers['content-type'] !== 'application/octet-stream') found.push('no octets');
  const range = headers['content-range'];
  if (range !== undefined) {
    const [, first, last] = /^(\d+)-(\d+)$/.exec(range) ?? [];
    if (Number(last) - Number(first) + 1 !== Number(length)) found.push(`the range ${range} of ${length} bytes`);
  }
  if (method === 'PUT' && url.includes('/manifests/') && headers['content-type'] === undefined) found.push('no type');
  return found;
}

interface Way {
  readonly upstream: string;
  /** Where uploads went on without their client's knowledge. */
  readonly moved: Map<string, string>;
}

function pass(
  { upstream, moved }: Way,
  request: IncomingMessage,
  response: ServerResponse,
  does: Fault['does'] | undefined,
): void {
  if (does?.kind === 'hang') return void request.resume();
  if (does?.kind === 'answer') {
    request.resume().once('end', () => {
      // Not in one chain: restify, loaded by another test of the same process, has writeHead return nothing.
      response.writeHead(does.status, does.headers);
      response.end(does.body);
    });
    return;
  }
  const [hostname = '', port] = upstream.split(':');
  const { method, url = '', headers } = request;
  const path = moved.get(url) ?? url;
  if (does?.kind === 'keep-and-cut') {
    const length = { 'content-length': String(does.afterBytes) };
    const part = forward({ hostname, port, method, path, headers: { ...headers, ...length }, agent: false }, (kept) => {
      const next = new URL(kept.headers.location ?? '');
      moved.set(url, next.pathname + next.search);
      kept.resume().once('end', () => response.destroy());
    });
    let left = does.afterBytes;
    request.on('data', (chunk: Buffer) => {
      if (left > 0) part.write(chunk.subarray(0, left));
      if (left > 0 && left <= chunk.byteLength) part.end();
      left -= chunk.byteLength;
    });
    return;
  }
  const onward = forward({ hostname, port, method, path, headers, agent: false }, (answer) => {
    if (does?.kind === 'lose-answer') return void answer.resume().once('end', () => response.destroy());
    const changed = { ...answer.headers, ...(does?.kind === 'headers' && does.headers) };
    if (does?.kind === 'body') {
      delete changed['content-length'];
      answer.resume();
      response.writeHead(answer.statusCode ?? 0, changed);
      response.end(does.body);
      return;
    }
    const status = does?.kind === 'headers' ? does.status : undefined;
    response.writeHead(status ?? answer.statusCode ?? 0, changed);
    if (does?.kind !== 'cut-answer') return void answer.pipe(response);
    let left = does.afterBytes;
    answer.on('data', (chunk: Buffer) => {
      response.write(chunk.subarray(0, left), () => left <= 0 && response.destroy());
      left = Math.max(0, left - chunk.byteLength);
    });
    return undefined;
  });
  // A cut is what some faults are about, and the client's end of it is seen there.
  onward.on('error', () => response.destroy());
  if (does?.kind !== 'cut') return void request.pipe(onward);
  let left = does.afterBytes;
  request.on('data', (chunk: Buffer) => {
    if (left <= 0) return;
    const part = chunk.subarray(0, left);
    left -= part.byteLength;
    onward.write(part, () => {
      if (left > 0) return;
      onward.destroy();
      response.destroy();
    });
  });
}
