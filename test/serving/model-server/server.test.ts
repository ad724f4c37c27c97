import { connect } from 'node:net';
import type { Call } from '../../../domain/package/contract';
import { readScores } from '../../../formats/tensorflow-serving/read-scores';
import { loadModel } from '../../../serving/model-server/load-model';
import { type ModelServer, startModelServer } from '../../../serving/model-server/server';
import { makeModel } from './scoring-model';

const version = '123456789012345';
const faults: unknown[] = [];
let server: ModelServer;

beforeAll(async () => {
  const onFault = (error: unknown): void => void faults.push(error);
  server = await startModelServer({
    model: loadModel(makeModel()),
    name: 'hmeq',
    version,
    host: '127.0.0.1',
    port: 0,
    maxBodyBytes: 600_000,
    onFault,
  });
});

afterAll(async () => {
  await server.stop(1_000);
  expect(faults).toEqual([]);
});

interface Reply {
  readonly status: number;
  readonly text: string;
}

async function send(method: string, path: string, body?: string | Uint8Array): Promise<Reply> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  expect(response.headers.get('content-type')).toBe('application/json');
  return { status: response.status, text: await response.text() };
}

async function score(method: string, body: string): Promise<Reply> {
  return send('POST', `/v1/models/hmeq:${method}`, body);
}

function errorIn({ text }: Reply): string {
  const answer = JSON.parse(text) as { error: string };
  expect(Object.keys(answer)).toEqual(['error']);
  return answer.error;
}

const classify: Call = {
  method: 'classify',
  signature: 'serving_default',
  rows: 'examples',
  score: { kind: 'label', label: '1' },
};

describe('model server: scoring', () => {
  it('classifies: results by label, floats in their shortest form', async () => {
    expect(await score('classify', '{"examples":[{"LOAN":0.0},{"LOAN":-1000.0,"JOB":"Sales"}]}')).toEqual({
      status: 200,
      text: '{"results":[[["0",0.5],["1",0.5]],[["0",0.5],["1",0.5]]]}',
    });
  });

  it('scores a missing feature, NaN and an empty list alike', async () => {
    const { text } = await score('classify', '{"examples":[{},{"LOAN":NaN},{"LOAN":[]},{"LOAN":[NaN]}]}');
    expect(readScores(classify, text, 4)).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it('ignores features that the model does not ask for, as TensorFlow does', async () => {
    expect((await score('classify', '{"examples":[{"LOAN":0.0,"AGE":3,"NOTE":"x"}]}')).status).toBe(200);
  });

  it('regresses', async () => {
    expect(await score('regress', '{"signature_name":"regression","examples":[{"JOB":"Sales"}]}')).toEqual({
      status: 200,
      text: '{"results":[0.7310586]}',
    });
  });

  it('predicts by rows and by columns', async () => {
    const rows = '{"signature_name":"predict","instances":[{"LOAN":[0],"JOB":["x"]},{"LOAN":[NaN],"JOB":["Sales"]}]}';
    expect((await score('predict', rows)).text).toBe(
      '{"predictions":[{"c":["0","1"],"p":[0.5,0.5]},{"c":["0","1"],"p":[0.2689414,0.7310586]}]}',
    );
    const columns = '{"signature_name":"predict","inputs":{"LOAN":[[0.0]],"JOB":[["x"]]}}';
    expect((await score('predict', columns)).text).toBe('{"outputs":{"c":[["0","1"]],"p":[[0.5,0.5]]}}');
    expect((await score('predict', '{"signature_name":"count","instances":[5,-9007199254740993]}')).text).toBe(
      '{"predictions":[5,-9007199254740993]}',
    );
  });

  it.each<[string, string, string, string]>([
    [
      'an int for a float feature',
      'classify',
      '{"examples":[{"LOAN":1100}]}',
      'Data type: int64 but expected type: float',
    ],
    [
      'a text for a float feature',
      'classify',
      '{"examples":[{"LOAN":"1100"}]}',
      'Data type: string but expected type: float',
    ],
    ['null for a feature', 'classify', '{"examples":[{"LOAN":null}]}', 'feature LOAN holds null'],
    ['two values for one', 'classify', '{"examples":[{"LOAN":[1.0,2.0]}]}', 'Number of values: 2'],
    ['no JSON', 'classify', '{"examples":[{"LOAN":1.0}', 'no readable JSON'],
    ['an empty body', 'classify', '', 'no readable JSON'],
    ['the signature of another method', 'regress', '{"examples":[{}]}', 'Expected signature method_name'],
    [
      'an unknown signature',
      'classify',
      '{"signature_name":"x","examples":[{}]}',
      'Serving signature name: "x" not found',
    ],
    ['examples to predict', 'predict', '{"instances":[{"b64":"AA=="}]}', 'Expected signature method_name'],
    ['a fraction for DT_INT64', 'predict', '{"signature_name":"count","instances":[5.0]}', "Data types don't match"],
    ['an unknown input', 'predict', '{"signature_name":"count","instances":[{"m":5}]}', 'named input m'],
    ['both keys', 'predict', '{"signature_name":"count","instances":[5],"inputs":[5]}', 'only one of'],
    ['too many rows', 'classify', `{"examples":[${'{},'.repeat(10_000)}{}]}`, 'The request has 10001 rows'],
    ['too many instances', 'predict', `{"signature_name":"count","instances":[${'1,'.repeat(10_000)}1]}`, '10001 rows'],
  ])('refuses %s with 400', async (_, method, body, message) => {
    const reply = await score(method, body);
    expect(reply.status).toBe(400);
    expect(errorIn(reply)).toContain(message);
  });

  it('never repeats what was sent in its refusal', async () => {
    expect((await score('classify', '{"examples":[{"LOAN":"Miller-secret"}]}')).text).not.toContain('Miller');
  });

  it('refuses a body that is not UTF-8', async () => {
    const reply = await send('POST', '/v1/models/hmeq:classify', new Uint8Array([0x7b, 0xff, 0x7d]));
    expect([reply.status, errorIn(reply)]).toEqual([400, expect.stringContaining('not UTF-8')]);
  });

  it('refuses a body of 8 MB with 413, and goes on serving', async () => {
    const reply = await score('classify', `{"examples":[${' '.repeat(8_000_000)}]}`);
    expect([reply.status, errorIn(reply)]).toEqual([413, expect.stringContaining('larger than 600000 bytes')]);
    expect((await score('classify', '{"examples":[{}]}')).status).toBe(200);
  });
});

describe('model server: status and metadata', () => {
  it.each(['/v1/models/hmeq', `/v1/models/hmeq/versions/${version}`, `/v1/models/hmeq/versions/0${version}?x=1`])(
    'says at %s that the version is there',
    async (path) => {
      const { status, text } = await send('GET', path);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toEqual({
        model_version_status: [{ version, state: 'AVAILABLE', status: { error_code: 'OK', error_message: '' } }],
      });
    },
  );

  it('describes the signatures in the shape of TensorFlow Serving', async () => {
    const { text } = await send('GET', `/v1/models/hmeq/versions/${version}/metadata`);
    const metadata = JSON.parse(text) as { metadata: { signature_def: { signature_def: Record<string, unknown> } } };
    expect(metadata).toMatchObject({ model_spec: { name: 'hmeq', signature_name: '', version } });
    expect(Object.keys(metadata.metadata.signature_def.signature_def)).toContain('serving_default');
    expect(metadata.metadata.signature_def.signature_def['count']).toEqual({
      inputs: {
        n: {
          dtype: 'DT_INT64',
          tensor_shape: { dim: [{ size: '-1', name: '' }], unknown_rank: false },
          name: 'count:0',
        },
      },
      outputs: {
        n: {
          dtype: 'DT_INT64',
          tensor_shape: { dim: [{ size: '-1', name: '' }], unknown_rank: false },
          name: 'counted:0',
        },
      },
      method_name: 'tensorflow/serving/predict',
    });
  });

  it.each<[string, string, number]>([
    ['GET', '/v1/models/other', 404],
    ['GET', '/v1/models/hmeq/versions/5', 404],
    ['GET', '/v1/models/hmeq/versions/5/metadata', 404],
    ['GET', `/v1/models/hmeq/versions/${'9'.repeat(30)}`, 404],
    ['POST', '/v1/models/hmeq/versions/5:classify', 404],
    ['POST', '/v1/models/other:classify', 404],
    ['GET', '/', 404],
    ['GET', '/v2/models', 404],
    ['GET', '/v1/models', 400],
    ['GET', '/v1/models/%ff', 400],
    ['GET', '/v1/models/hmeq/labels/stable', 400],
    ['POST', '/v1/models/hmeq', 400],
    ['POST', '/v1/models/hmeq:train', 400],
    ['DELETE', '/v1/models/hmeq', 400],
  ])('%s %s is answered with an error', async (method, path, status) => {
    const reply = await send(method, path);
    expect(reply.status).toBe(status);
    expect(errorIn(reply)).not.toBe('');
  });

  it('finds a version by its number', async () => {
    expect((await send('POST', `/v1/models/hmeq/versions/${version}:classify`, '{"examples":[{}]}')).status).toBe(200);
  });
});

describe('model server: stopping', () => {
  const start = (port = 0): Promise<ModelServer> =>
    startModelServer({
      model: loadModel(makeModel()),
      name: 'm',
      version: '1',
      host: '127.0.0.1',
      port,
      onFault: () => undefined,
    });

  it('answers a request that is under way, then takes no more', async () => {
    const one = await start();
    const socket = connect(one.port, '127.0.0.1');
    const answer = new Promise<string>((resolve, reject) => {
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString()));
      socket.on('end', () => resolve(received)).on('error', reject);
    });
    const body = '{"examples":[{}]}';
    const head = `POST /v1/models/m:classify HTTP/1.1\r\nHost: m\r\nContent-Length: ${body.length}\r\n\r\n`;
    await new Promise<void>((resolve) => socket.write(head + body.slice(0, 5), () => resolve()));
    // The connection is known to the server once it answers another one that came later.
    await fetch(`http://127.0.0.1:${one.port}/v1/models/m`);
    const stopped = one.stop(5_000);
    socket.write(body.slice(5));
    expect(await answer).toContain('200 OK');
    await stopped;
    await expect(fetch(`http://127.0.0.1:${one.port}/v1/models/m`)).rejects.toThrow();
  });

  it('rejects when its port is taken', async () => {
    const one = await start();
    await expect(start(one.port)).rejects.toThrow('EADDRINUSE');
    await one.stop(1_000);
  });
});
