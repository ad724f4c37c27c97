import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { errorText, StewardError } from '../../domain/errors';

/** Throws when the thing does not work now; gets a signal that is aborted when its time is over. */
export type HealthCheck = (signal: AbortSignal) => Promise<void>;

export interface ReadinessOptions {
  /** Each by the name under which `/readyz` lists it: `postgres`, `temporal`, … */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  /** Listed as well, but not judged: what the process can do its work without for a while. */
  readonly told?: Readonly<Record<string, HealthCheck>>;
  /** Takes secrets out of what a failed check says. */
  readonly redact: (text: string) => string;
  /** Milliseconds a check may take; 2,000 unless given. */
  readonly limit?: number;
}

export interface HealthOptions extends ReadinessOptions {
  readonly host?: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface HealthServer {
  readonly port: number;
  /** From now on `/readyz` says no, so that no new work is sent while the process ends. */
  readonly startStopping: () => void;
  readonly close: () => Promise<void>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { readonly ok: boolean; readonly why?: string }>>;
}

/**
 * `/healthz`: this process turns round (200). `/readyz`: every check that is judged passed just now (200), or which did
 * not and why (503). Askers that come while the checks run share one run, so a flood of questions costs no more than one.
 */
export async function startHealthServer(options: HealthOptions): Promise<HealthServer> {
  let stopping = false;
  const readiness = createReadiness(options);
  const answer = async (path: string): Promise<{ status: number; body: unknown }> => {
    if (path === '/healthz') return { status: 200, body: { alive: true } };
    if (path !== '/readyz') return { status: 404, body: { error: 'Only /healthz and /readyz are here.' } };
    const found = await readiness();
    const body = stopping ? { ready: false, checks: { ...found.checks, stopping: { ok: false } } } : found;
    return { status: body.ready ? 200 : 503, body };
  };
  const server = createServer(
    { maxHeaderSize: 8_192, requestTimeout: 5_000, headersTimeout: 5_000 },
    (request, response) => respond(request, response, answer),
  );
  server.maxConnections = 64;
  await listen(server, options.port, options.host ?? '127.0.0.1');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    startStopping: () => {
      stopping = true;
    },
    close: () => closeServer(server),
  };
}

/** Runs the checks; askers that come while they run share one run. */
export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  let running: Promise<Readiness> | undefined;
  return () =>
    (running ??= runChecks(options).finally(() => {
      running = undefined;
    }));
}

async function runChecks(options: ReadinessOptions): Promise<Readiness> {
  const run = (checks: ReadinessOptions['checks'] = {}) =>
    Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await runCheck(check, options)] as const));
  const [judged, told] = await Promise.all([run(options.checks), run(options.told)]);
  return { ready: judged.every(([, result]) => result.ok), checks: Object.fromEntries([...judged, ...told]) };
}

async function runCheck(check: HealthCheck, options: ReadinessOptions): Promise<{ ok: boolean; why?: string }> {
  const limit = options.limit ?? 2_000;
  const signal = AbortSignal.timeout(limit);
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer in ${limit} ms`)), { once: true });
  });
  try {
    await Promise.race([check(signal), late]);
    return { ok: true };
  } catch (error) {
    return { ok: false, why: options.redact(error instanceof StewardError ? error.message : errorText(error)) };
  }
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (path: string) => Promise<{ status: number; body: unknown }>,
): void {
  const send = (status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : `${JSON.stringify(body)}\n`);
  };
  request.resume();
  if (request.method !== 'GET' && request.method !== 'HEAD') return send(405, { error: 'Only GET is answered here.' });
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  answer(path).then(
    ({ status, body }) => send(status, body),
    () => send(500, { error: 'The question could not be answered.' }),
  );
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}
