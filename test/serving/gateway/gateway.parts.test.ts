import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectDatabase, type Database } from '../../../database/database';
import type { ModelServer } from '../../../serving/model-server/server';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import { type GatewayProcess, openGatewayBench, serveTestModel } from './gateway-bench';
import { compare, killUnderLoad } from './gateway-killed';
import { startLoad } from './load';
import { startTcpProxy } from '../../support/tcp-proxy';

let files: TestDatabase;
let owner: Database;
let model: ModelServer;
let bench: ReturnType<typeof openGatewayBench>;

beforeEach(async () => {
  files = await createTestDatabase();
  owner = connectDatabase({ url: files.ownerUrl, max: 2 });
  model = await serveTestModel();
  bench = openGatewayBench();
});

afterEach(async () => {
  await bench?.close();
  await model?.stop(0);
  await owner?.close();
  await files?.drop();
});

const start = (choices: Parameters<typeof bench.start>[0] = {}): Promise<GatewayProcess> =>
  bench.start({ databaseUrl: files.gatewayUrl, modelPort: model.port, ...choices });

interface Kept {
  reference: string;
  score: number;
  inputs: object;
}

async function stop(gateway: GatewayProcess): Promise<number | null> {
  gateway.child.kill('SIGTERM');
  return gateway.exit;
}

const kept = (): Promise<Kept[]> => owner.query<Kept>('select reference, score, inputs from scored_rows order by id');

describe('gateway', () => {
  it('gateway: passes answers on untouched and records each row under the reference of the caller', async () => {
    const gateway = await start();
    const body = '{"examples":[{"LOAN":1100.0,"JOB":"Sales","OTHER":3},{"LOAN":0.0},{"LOAN":NaN}]}';
    const direct = await fetch(`http://127.0.0.1:${model.port}/v1/models/hmeq:classify`, { method: 'POST', body });
    const through = await gateway.call(':classify', body, { 'x-row-ids': 'a, b%2C, c' });
    expect(through.status).toBe(400);
    const answered = await gateway.call(':classify', body, { 'x-row-ids': 'a, b%25, c' });
    expect(await answered.text()).toBe(await direct.text());
    expect(answered.headers.get('x-row-ids')).toBe('a, b%25, c');
    expect(await stop(gateway)).toBe(0);
    expect(await kept()).toEqual([
      { reference: 'a', score: expect.closeTo(0.8909, 3) as number, inputs: { LOAN: 1100, JOB: 'Sales' } },
      { reference: 'b%', score: 0.5, inputs: { LOAN: 0 } },
      { reference: 'c', score: 0.5, inputs: { LOAN: null } },
    ]);
  });

  it('gateway: makes references where the caller has none', async () => {
    const gateway = await start();
    const one = await gateway.call(':classify', '{"examples":[{"LOAN":1.0}]}');
    const two = await gateway.call(':classify', '{"examples":[{"LOAN":1.0},{"LOAN":2.0}]}');
    expect(one.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await stop(gateway)).toBe(0);
    const references = [one.headers.get('x-request-id'), ...(two.headers.get('x-row-ids') ?? '').split(',')];
    expect((await kept()).map(({ reference }) => reference)).toEqual(references);
  });

  it('gateway: the model gets the bytes that were sent, compressed ones too, and no reference; the client gets its bytes', async () => {
    const seen: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
    const packed = gzipSync('{"results": [[["1", NaN], ["0", 1.0]]]}');
    const standIn = createServer((request, response) => {
      void request.toArray().then((chunks: Buffer[]) => {
        seen.push({ headers: request.headers, body: Buffer.concat(chunks) });
        // Not in one chain: restify, once loaded in a process, makes writeHead return nothing.
        response.writeHead(200, { 'content-encoding': 'gzip', 'x-of-the-model': 'yes' });
        response.end(packed);
      });
    }).listen(0, '127.0.0.1');
    await once(standIn, 'listening');
    const gateway = await start({ modelPort: (standIn.address() as AddressInfo).port });
    const body = gzipSync('{"examples":[{"LOAN":1.0}]}');
    const answer = await fetch(`http://127.0.0.1:${gateway.port}/v1/models/hmeq:classify?x=1`, {
      method: 'POST',
      body,
      headers: { 'content-encoding': 'gzip', 'x-request-id': 'a', 'x-mine': 'kept' },
    });
    expect(await answer.text()).toBe('{"results": [[["1", NaN], ["0", 1.0]]]}');
    expect(answer.headers.get('x-of-the-model')).toBe('yes');
    expect(seen.map((request) => request.body)).toEqual([body]);
    expect(seen[0]?.headers).toMatchObject({ 'x-mine': 'kept' });
    expect(seen[0]?.headers).not.toHaveProperty('x-request-id');
    expect(await stop(gateway)).toBe(0);
    expect(await kept()).toEqual([{ reference: 'a', score: NaN, inputs: { LOAN: 1 } }]);
    standIn.close();
  });

  it('gateway: an answer that cannot be read is passed on and counted as a gap', async () => {
    const standIn = createServer((request, response) =>
      request.resume().once('end', () => response.end('{"results":[1]}')),
    );
    standIn.listen(0, '127.0.0.1');
    await once(standIn, 'listening');
    const gateway = await start({ modelPort: (standIn.address() as AddressInfo).port });
    const answer = await gateway.call(':classify', '{"examples":[{},{}]}');
    expect(await answer.text()).toBe('{"results":[1]}');
    expect(await stop(gateway)).toBe(0);
    expect(await owner.query('select reason, rows from scoring_gaps')).toEqual([{ reason: 'answer_unread', rows: 2 }]);
    standIn.close();
  });

  it('gateway: counts what it answered, and errors of the model among that, also where the model does not answer', async () => {
    let status = 200;
    const standIn = createServer((request, response) =>
      request.resume().once('end', () => {
        response.statusCode = status;
        response.end('{"results":[[["1",0.5]]]}');
      }),
    );
    standIn.listen(0, '127.0.0.1');
    await once(standIn, 'listening');
    const gateway = await start({ modelPort: (standIn.address() as AddressInfo).port });
    for (const next of [200, 400, 500, 503]) {
      status = next;
      expect((await gateway.call(':classify', '{"examples":[{}]}')).status).toBe(next);
    }
    await fetch(`http://127.0.0.1:${gateway.port}/v1/models/hmeq/metadata`);
    expect(await gateway.counters()).toMatchObject({ answers: 4, errors: 2 });
    standIn.close();
    standIn.closeAllConnections();
    expect((await gateway.call(':classify', '{"examples":[{}]}')).status).toBe(503);
    expect(await gateway.counters()).toMatchObject({ answers: 5, errors: 3 });
    expect(await stop(gateway)).toBe(0);
  });

  it('gateway: a row that is scored again is answered again and kept once, with other inputs it is refused', async () => {
    const gateway = await start();
    const texts = await Promise.all([1, 1, 1].map(async () => (await gateway.scoreRow('a', 100)).text()));
    expect(new Set(texts).size).toBe(1);
    expect((await gateway.scoreRow('a', 200)).status).toBe(409);
    const racing = await Promise.all([1, 2, 3, 4].map(async (loan) => (await gateway.scoreRow('b', loan)).status));
    expect(racing.filter((status) => status === 200)).toHaveLength(1);
    expect(racing.filter((status) => status === 409)).toHaveLength(3);
    expect(await gateway.counters()).toMatchObject({ answeredAgain: 2, refusedReferences: 4 });
    await gateway.kill();
    const next = await start();
    expect((await next.scoreRow('b', 99)).status).toBe(409);
    expect(await stop(next)).toBe(0);
    expect((await kept()).map(({ reference }) => reference).sort()).toEqual(['a', 'b']);
  });

  it('gateway: other inputs under a reference that only PostgreSQL knows are answered and become a dead letter', async () => {
    for (const loan of [100, 200]) {
      const gateway = await start();
      expect((await gateway.scoreRow('a', loan)).status).toBe(200);
      expect(await stop(gateway)).toBe(0);
    }
    expect(await kept()).toMatchObject([{ reference: 'a', inputs: { LOAN: 100 } }]);
    const letters = await owner.query('select reference, reason from scoring_dead_letters');
    expect(letters).toEqual([{ reference: 'a', reason: 'reference_taken' }]);
  });

  it('gateway: a client that calls its request a probe is recorded like any other', async () => {
    const gateway = await start();
    const marks = { 'x-steward-probe': 'r17', 'x-request-id': 'a' };
    expect((await gateway.call(':classify', '{"examples":[{"LOAN":100.0}]}', marks)).status).toBe(200);
    expect(await stop(gateway)).toBe(0);
    expect(await kept()).toMatchObject([{ reference: 'a' }]);
  });

  it('gateway: other calls are passed on and counted as gaps, refusals of the model are not', async () => {
    const gateway = await start();
    expect((await gateway.call(':regress', '{"signature_name":"regression","examples":[{},{}]}')).status).toBe(200);
    expect((await gateway.call(':classify', '{"examples":[{"LOAN":"x"}]}')).status).toBe(400);
    expect((await gateway.call(':classify', 'no JSON')).status).toBe(400);
    const metadata = await fetch(`http://127.0.0.1:${gateway.port}/v1/models/hmeq/metadata`);
    expect(metadata.status).toBe(200);
    expect(await gateway.counters()).toMatchObject({ gaps: { other_call: 2 } });
    await gateway.kill();
    // What was counted survives the kill as the rows do.
    expect(await bench.drain({ databaseUrl: files.gatewayUrl })).toBe(0);
    expect(await owner.query('select reason, rows, release from scoring_gaps')).toEqual([
      { reason: 'other_call', rows: 2, release: 17 },
    ]);
    expect(await kept()).toEqual([]);
  });

  it('gateway: a row that PostgreSQL refuses becomes a dead letter, and those beside it are kept', async () => {
    await owner.query(`alter table scored_rows add constraint no_poison check (inputs->>'JOB' <> 'poison')`);
    const gateway = await start();
    const rows = ['"a"', '"poison"', '"b"', '"c"'].map((job) => `{"JOB":${job}}`).join(',');
    const answer = await gateway.call(':classify', `{"examples":[${rows}]}`, { 'x-row-ids': '1,2,3,4' });
    expect(answer.status).toBe(200);
    expect(await stop(gateway)).toBe(0);
    expect((await kept()).map(({ reference }) => reference)).toEqual(['1', '3', '4']);
    const letters = await owner.query('select reference, reason from scoring_dead_letters');
    expect(letters).toEqual([{ reference: '2', reason: 'refused' }]);
  });

  it('gateway: a text with U+0000 is kept with U+FFFD, and is the same row when a later gateway records it again', async () => {
    const body = '{"examples":[{"JOB":"Sales\\u0000"}]}';
    for (let times = 0; times < 2; times += 1) {
      const gateway = await start();
      expect((await gateway.call(':classify', body, { 'x-request-id': 'a' })).status).toBe(200);
      expect(await stop(gateway)).toBe(0);
    }
    expect(await kept()).toMatchObject([{ reference: 'a', inputs: { JOB: 'Sales\ufffd' } }]);
    expect(await owner.query('select reason from scoring_dead_letters')).toEqual([]);
  });

  it('gateway: answers 503 while the model is away, records nothing, and says that it is not ready', async () => {
    const gateway = await start({ modelPort: 1 });
    expect((await gateway.scoreRow('a', 1)).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${gateway.port}/-/readyz`)).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${gateway.port}/-/healthz`)).status).toBe(200);
    expect((await gateway.counters()).spooled.rows).toBe(0);
  });

  it('gateway: killed under load several times, in both modes, every answered row is kept exactly once', async () => {
    for (const mode of ['fast', 'durable'] as const) {
      const choices = {
        databaseUrl: files.gatewayUrl,
        modelPort: model.port,
        recording: { mode, whenFull: 'gap' },
      } as const;
      const lost = await killUnderLoad(bench, choices, owner, { kills: 3, rows: 30, name: mode });
      expect(lost).toEqual({ answered: lost.answered, missing: [], doubled: [] });
    }
  });
});

describe('gateway: without PostgreSQL', () => {
  it('gateway: scores on while PostgreSQL is away, and brings everything when it is back', async () => {
    const proxy = await startTcpProxy(Number(new URL(files.gatewayUrl).port));
    const url = new URL(files.gatewayUrl);
    url.port = String(proxy.port);
    const gateway = await start({ databaseUrl: url.href });
    const load = startLoad(4, 'row', () => gateway);
    const upTo = async (rows: number): Promise<void> => {
      while (load.answered.length < rows) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await upTo(50);
    proxy.pass(false);
    await upTo(load.answered.length + 100);
    while (proxy.refused() < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await gateway.counters()).shipping.state).toBe('waiting');
    expect((await fetch(`http://127.0.0.1:${gateway.port}/-/readyz`)).status).toBe(200);
    proxy.pass(true);
    await upTo(load.answered.length + 50);
    await load.stop();
    expect(load.answered).toHaveLength(load.asked);
    expect(await stop(gateway)).toBe(0);
    expect(await compare(owner, load.answered)).toMatchObject({ missing: [], doubled: [] });
    await proxy.close();
  });

  it('gateway: stops with 3 when rows are left, keeps them, and drains them later', async () => {
    const gateway = await start({ databaseUrl: 'postgres://nobody:nothing@127.0.0.1:1/none' });
    expect((await gateway.scoreRow('a', 1)).status).toBe(200);
    gateway.child.disconnect();
    expect(await gateway.exit).toBe(3);
    expect(await bench.drain({ databaseUrl: files.gatewayUrl })).toBe(0);
    expect(await kept()).toMatchObject([{ reference: 'a' }]);
    expect(readdirSync(bench.spool).filter((name) => name.endsWith('.rows'))).toEqual([]);
  });

  it('gateway: with a full spool answers and counts a gap, or refuses, as it was told', async () => {
    const away = { databaseUrl: 'postgres://nobody:nothing@127.0.0.1:1/none', spoolMegabytes: 1 };
    // Ten of these fill a megabyte.
    const job = 'x'.repeat(110_000);
    const send = (gateway: GatewayProcess, id: string): Promise<Response> =>
      gateway.call(':classify', `{"examples":[{"JOB":"${job}"}]}`, { 'x-request-id': id });
    const gap = await start({ ...away, recording: { mode: 'fast', whenFull: 'gap' } });
    for (let count = 0; count < 12; count += 1) expect((await send(gap, `g${count}`)).status).toBe(200);
    expect((await gap.counters()).gaps.disk_full).toBe(3);
    await gap.kill();

    const refuse = await start({ ...away, recording: { mode: 'durable', whenFull: 'refuse' } });
    const refused = await send(refuse, 'r1');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.text()).toContain('no room to record it');
    await refuse.kill();

    const again = await start({ spoolMegabytes: 1, recording: { mode: 'fast', whenFull: 'refuse' } });
    while ((await again.counters()).spooled.rows > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect((await send(again, 'r1')).status).toBe(200);
    expect(await stop(again)).toBe(0);
    expect(await kept()).toHaveLength(10);
    // In as many parts as were noted until the shipper came by.
    const gaps = 'select reason, sum(rows)::bigint as rows from scoring_gaps group by reason';
    expect(await owner.query(gaps)).toEqual([{ reason: 'disk_full', rows: 3 }]);
  });

  it('gateway: a torn end of the spool is cut off, a damaged row in its middle is counted, once', async () => {
    const gateway = await start({ databaseUrl: 'postgres://nobody:nothing@127.0.0.1:1/none' });
    for (const name of ['a', 'b', 'c']) await gateway.scoreRow(name, 1);
    await gateway.kill();
    const [file = ''] = readdirSync(bench.spool).filter((name) => name.endsWith('.rows'));
    const bytes = readFileSync(join(bench.spool, file));
    const second = bytes.indexOf('"b"');
    bytes[second] = 0;
    writeFileSync(join(bench.spool, file), Buffer.concat([bytes, bytes.subarray(0, 50)]));
    const next = await start();
    while ((await next.counters()).gaps.spool_damaged === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(await stop(next)).toBe(0);
    expect((await kept()).map(({ reference }) => reference)).toEqual(['a', 'c']);
    expect(await owner.query('select reason, rows from scoring_gaps')).toEqual([{ reason: 'spool_damaged', rows: 1 }]);
  });
});
