import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readExamples } from '../../../formats/tensorflow-serving/read-examples';
import { classifyRows, readScores, writeRequest } from '../../../playground/client/classify-rows';
import { PlaygroundFailure } from '../../../playground/client/failure';

const rows = [
  { reference: 'a-1', inputs: { LOAN: '1100' } },
  { reference: 'a-2', inputs: { LOAN: '2200' } },
];

/** Asks a server that answers like this; resolves with what it was sent, too. */
async function ask(answer: (response: ServerResponse) => void, signal = AbortSignal.timeout(10_000)) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    request.resume();
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/models/hmeq:classify`;
  try {
    return { url, seen, classified: await classifyRows({ url, signature: 'serving_default' }, rows, signal) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const refuse = (status: number, words: string) => (response: ServerResponse) => {
  response.statusCode = status;
  response.end(words);
};

describe('client: rows to classify', () => {
  it('writes numbers with a point, texts in quotes, and leaves out what is missing', () => {
    const inputs = { LOAN: '1100', CLAGE: '94.366', VALUE: '85136.0', BIG: '1e21', JOB: 'Other', REASON: 'a "b"' };
    const read = readExamples(writeRequest('serving_default', [{ inputs }]));
    expect(read.signature).toBe('serving_default');
    expect(Object.fromEntries(read.rows[0] ?? [])).toEqual({
      LOAN: { kind: 'float', values: [1100] },
      CLAGE: { kind: 'float', values: [94.366] },
      VALUE: { kind: 'float', values: [85136] },
      BIG: { kind: 'float', values: [1e21] },
      JOB: { kind: 'string', values: ['Other'] },
      REASON: { kind: 'string', values: ['a "b"'] },
    });
  });

  it('takes the probability of the event, wherever it stands', () => {
    const results = [
      [
        ['0', 0.9],
        ['1', 0.1],
      ],
      [
        ['1', 0.7],
        ['0', 0.3],
      ],
    ];
    expect(readScores({ results })).toEqual([0.1, 0.7]);
    expect(() => readScores({ error: 'no' })).toThrow(PlaygroundFailure);
    expect(() => readScores({ results: [[['0', 1]]] })).toThrow(/class 1/);
  });

  it('names each row, and takes a score for each', async () => {
    const { classified, seen } = await ask((response) => response.end('{"results":[[["1",0.25]],[["1",0.5]]]}'));
    expect(classified).toEqual({ kind: 'scored', scores: [0.25, 0.5] });
    expect(seen[0]?.headers['x-row-ids']).toBe('a-1,a-2');
  });

  it.each([
    [503, '{"error":"The model is not ready."}', 'away', 'The model is not ready.'],
    [502, 'bad gateway', 'away', 'bad gateway'],
    [409, '{"error":"taken"}', 'refused', 'taken'],
    [404, '{"fault":1}', 'refused', '{"fault":1}'],
  ])('tells a server that is away from one that refuses: %d', async (status, words, kind, told) => {
    const { classified, url } = await ask(refuse(status, words));
    expect(classified).toEqual({ kind, why: `${url} answered ${status}: ${told}` });
  });

  it('takes a connection that breaks for a server that is away, and its own end for what it is', async () => {
    const { classified } = await ask((response) => response.destroy());
    expect(classified.kind).toBe('away');
    const over = AbortSignal.abort(new PlaygroundFailure('over'));
    await expect(ask(() => undefined, over)).rejects.toThrow('over');
  });

  it('refuses an answer with fewer scores than rows', async () => {
    await expect(ask((response) => response.end('{"results":[[["1",0.25]]]}'))).rejects.toThrow(/scored 1 of 2 rows/);
  });
});
