import { connect } from 'node:net';
import { StewardError } from '../../../domain/errors';
import {
  type HealthCheck,
  type HealthServer,
  createReadiness,
  startHealthServer,
} from '../../../worker/health/health-server';

const open: HealthServer[] = [];

async function serve(checks: Record<string, HealthCheck>, limit = 1_000) {
  const server = await startHealthServer({
    port: 0,
    checks,
    limit,
    redact: (text) => text.replace('hunter2', '[redacted]'),
  });
  open.push(server);
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
    return { status: response.status, body: await response.json() };
  };
  return { server, ask };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

describe('health server', () => {
  it('healthz: says alive even when nothing else works', async () => {
    const { ask } = await serve({ postgres: () => Promise.reject(new Error('away')) });
    expect(await ask('/healthz')).toEqual({ status: 200, body: { alive: true } });
  });

  it('readyz: lists every check, and is ready only when all pass', async () => {
    const { ask } = await serve({
      postgres: () => Promise.reject(new StewardError('database_away')),
      temporal: () => Promise.resolve(),
      store: () => Promise.reject(new Error('no access with hunter2\nat line 3')),
    });
    expect(await ask('/readyz')).toEqual({
      status: 503,
      body: {
        ready: false,
        checks: {
          postgres: { ok: false, why: new StewardError('database_away').message },
          temporal: { ok: true },
          store: { ok: false, why: 'no access with [redacted]' },
        },
      },
    });
  });

  it('readyz: what is told beside is listed, and does not decide', async () => {
    const told = { temporal: () => Promise.reject(new Error('away')) };
    const readiness = createReadiness({ checks: { postgres: () => Promise.resolve() }, told, redact: (text) => text });
    expect(await readiness()).toEqual({
      ready: true,
      checks: { postgres: { ok: true }, temporal: { ok: false, why: 'away' } },
    });
  });

  it('readyz: tells the truth of now, not of before', async () => {
    let away = false;
    const { ask } = await serve({ postgres: () => (away ? Promise.reject(new Error('gone')) : Promise.resolve()) });
    expect((await ask('/readyz')).status).toBe(200);
    away = true;
    expect((await ask('/readyz')).status).toBe(503);
  });

  it('readyz: a check that hangs counts as failed, and is told to stop', async () => {
    const aborted: string[] = [];
    const { ask } = await serve(
      {
        slow: (signal) =>
          new Promise(() => {
            signal.addEventListener('abort', () => aborted.push('slow'));
          }),
      },
      20,
    );
    expect(await ask('/readyz')).toMatchObject({
      status: 503,
      body: { checks: { slow: { why: 'no answer in 20 ms' } } },
    });
    expect(aborted).toEqual(['slow']);
  });

  it('readyz: askers at the same moment share one run of the checks', async () => {
    let runs = 0;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { ask } = await serve({
      counted: () => {
        runs += 1;
        return gate;
      },
    });
    const asked = Array.from({ length: 20 }, () => ask('/readyz'));
    await ask('/healthz');
    release();
    const answers = await Promise.all(asked);
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
    expect(runs).toBeLessThan(20);
  });

  it('readyz: says no as soon as the process stops', async () => {
    const { ask, server } = await serve({ postgres: () => Promise.resolve() });
    server.startStopping();
    expect(await ask('/readyz')).toMatchObject({ status: 503, body: { ready: false } });
  });

  it('refuses other paths and methods', async () => {
    const { ask } = await serve({});
    expect((await ask('/metrics')).status).toBe(404);
    expect((await ask('/readyz', 'POST')).status).toBe(405);
  });

  it('survives a client that speaks something else', async () => {
    const { ask, server } = await serve({});
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.end('\0\0\0 not http\r\n\r\n'));
      socket.once('close', () => resolve());
      socket.resume();
    });
    expect((await ask('/healthz')).status).toBe(200);
  });
});
