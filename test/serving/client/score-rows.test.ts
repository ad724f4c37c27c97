import type { Call } from '../../../domain/package/contract';
import { type ScoringOrder, scoreRows } from '../../../serving/client/score-rows';
import { createClient, expectedScore, type Fault, rowsOf, type Seen, startBench, targetAt } from './model-bench';

const never = new AbortController().signal;
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function bench(decide?: (seen: Seen, nth: number) => Fault) {
  const started = await startBench(decide);
  stops.push(started.stop);
  return started;
}

function order(count: number, more: Partial<ScoringOrder> = {}): ScoringOrder {
  return { rows: rowsOf(count), batch: 10, concurrency: 3, signal: never, ...more };
}

describe('scoreRows', () => {
  it('scoreRows: gives each row its score and the other class as the model answered it', async () => {
    const { address, requests } = await bench();
    const run = await scoreRows(createClient(), targetAt(address), order(95));
    expect(run).toMatchObject({ scored: 95, failures: [], retries: 0 });
    expect(run.stopped).toBeUndefined();
    rowsOf(95).forEach((row, at) => expect(run.scores[at]).toBeCloseTo(expectedScore(row), 6));
    expect(run.other?.label).toBe('0');
    run.scores.forEach((score, at) => expect(run.other?.scores[at]).toBeCloseTo(1 - score, 6));
    expect(requests).toHaveLength(10);
    expect(requests.map(({ rowIds }) => rowIds.split(',')).flat()).toHaveLength(95);
  });

  it('scoreRows: writes numbers with a fraction and leaves out what is missing', async () => {
    const { address, requests } = await bench();
    await scoreRows(createClient(), targetAt(address), order(2));
    expect(requests[0]?.body).toContain('"examples":[{"LOAN":0.0,"JOB":"Sales"},{"LOAN":100.0}]');
  });

  it('scoreRows: calls a predict signature too', async () => {
    const { address } = await bench();
    const call: Call = {
      method: 'predict',
      signature: 'predict',
      rows: 'named',
      score: { kind: 'output', output: 'p', index: 1 },
    };
    const tensors = ['LOAN', 'JOB'].map((name) => ({ name, dtype: 'DT_FLOAT', shape: [-1, 1] }));
    const signature = { name: 'predict', method: 'tensorflow/serving/predict', inputs: tensors, outputs: [] };
    const run = await scoreRows(createClient(), { ...targetAt(address, call), signature }, order(12));
    expect(run.failures.map(({ message }) => message)).toEqual([]);
    rowsOf(12).forEach((row, at) => expect(run.scores[at]).toBeCloseTo(expectedScore(row), 6));
    expect(run.other).toBeUndefined();
  });

  it('scoreRows: a connection that is lost after the model answered is asked again under the same references', async () => {
    const { address, requests } = await bench((_, nth) => (nth % 3 === 0 ? 'drop after' : 'pass'));
    const run = await scoreRows(createClient(), targetAt(address), order(100));
    expect(run).toMatchObject({ scored: 100, failures: [] });
    expect(run.retries).toBe(requests.length - 10);
    expect(run.retries).toBeGreaterThan(0);
    const bodies = new Map<string, Set<string>>();
    for (const { rowIds, body } of requests) bodies.set(rowIds, (bodies.get(rowIds) ?? new Set()).add(body));
    // However often it was sent: ten requests, each with one body.
    expect(bodies.size).toBe(10);
    expect([...bodies.values()].every(({ size }) => size === 1)).toBe(true);
    rowsOf(100).forEach((row, at) => expect(run.scores[at]).toBeCloseTo(expectedScore(row), 6));
  });

  it.each([429, 502, 503, 504])('scoreRows: waits longer each time while the server answers %i', async (status) => {
    const { address } = await bench((_, nth) => (nth <= 4 ? { status, error: 'busy' } : 'pass'));
    const client = createClient();
    const run = await scoreRows(client, targetAt(address), order(10, { concurrency: 1 }));
    expect(run).toMatchObject({ scored: 10, retries: 4 });
    expect(client.waits).toEqual([200, 400, 800, 1600]);
  });

  it('scoreRows: gives up on a server that stays away, with what was scored by then', async () => {
    const { address } = await bench((_, nth) => (nth <= 2 ? 'pass' : 'drop before'));
    const run = await scoreRows(createClient(), targetAt(address), order(100, { concurrency: 1 }));
    expect(run.scored).toBe(20);
    expect(run.stopped).toMatchObject({ code: 'score_server_away', retryable: true });
    expect(run.scores.filter((score) => !Number.isNaN(score))).toHaveLength(20);
  });

  it.each([
    [409, 'Another row was scored under the reference of row 1.'],
    [400, 'The reference of row 2 is not 1 to 200 printable characters.'],
    [404, 'Servable not found.'],
  ])('scoreRows: stops at status %i with the words of the server, and sends nothing twice', async (status, error) => {
    const { address, requests } = await bench((_, nth) => (nth === 3 ? { status, error } : 'pass'));
    const run = await scoreRows(createClient(), targetAt(address), order(100, { concurrency: 1 }));
    expect(run.scored).toBe(20);
    expect(run.stopped).toMatchObject({ code: 'score_refused', message: expect.stringContaining(error) as unknown });
    expect(run.stopped).toMatchObject({ details: { rows: 'line 22 of made.csv to line 31 of made.csv' } });
    expect(requests).toHaveLength(3);
  });

  it('scoreRows: counts rows that were answered without scores, says which, and goes on', async () => {
    const { address } = await bench((_, nth) => (nth === 2 ? { status: 500, error: 'out of memory' } : 'pass'));
    const run = await scoreRows(createClient(), targetAt(address), order(40, { concurrency: 1 }));
    expect(run.scored).toBe(30);
    expect(run.stopped).toBeUndefined();
    expect(run.failures.map(({ details }) => details)).toEqual([
      { rows: 'line 12 of made.csv to line 21 of made.csv', why: 'status 500: out of memory' },
    ]);
    expect([...run.scores].flatMap((score, at) => (Number.isNaN(score) ? [at] : []))).toEqual(
      Array.from({ length: 10 }, (_, at) => 10 + at),
    );
  });

  it('scoreRows: what is interrupted ends with what was scored by then', async () => {
    const interrupted = new AbortController();
    const { address } = await bench((_, nth) => {
      if (nth === 4) interrupted.abort();
      return 'pass';
    });
    const run = await scoreRows(
      createClient(),
      targetAt(address),
      order(100, { concurrency: 1, signal: interrupted.signal }),
    );
    expect(run).toMatchObject({ scored: 30, stopped: 'interrupted' });
  });

  it('scoreRows: with a rate sends each request when it is due', async () => {
    const { address } = await bench();
    const client = createClient();
    const run = await scoreRows(client, targetAt(address), order(50, { concurrency: 1, rate: 20 }));
    expect(client.waits).toEqual([500, 500, 500, 500]);
    expect(run).toMatchObject({ scored: 50, elapsedMs: 2_000 });
  });

  it('scoreRows: one lane keeps the order of the rows', async () => {
    const { address, requests } = await bench();
    await scoreRows(createClient(), targetAt(address), order(60, { concurrency: 1 }));
    expect(requests.map(({ rowIds }) => rowIds).join(',')).toBe(
      rowsOf(60)
        .map(({ reference }) => reference)
        .join(','),
    );
  });

  it('scoreRows: says of which line a value does not fit, before it is sent', async () => {
    const { address, requests } = await bench();
    const rows = rowsOf(3).map((row, at) => (at === 1 ? { ...row, inputs: { LOAN: 'much' } } : row));
    const run = await scoreRows(createClient(), targetAt(address), order(0, { rows }));
    expect(run.stopped).toMatchObject({
      code: 'score_row_unfit',
      details: { place: 'line 3 of made.csv', name: 'LOAN' },
    });
    expect(requests).toEqual([]);
  });

  it('scoreRows: no rows are no requests', async () => {
    const { address, requests } = await bench();
    expect(await scoreRows(createClient(), targetAt(address), order(0))).toMatchObject({ scored: 0, failures: [] });
    expect(requests).toEqual([]);
  });

  it('scoreRows: tells how far it is', async () => {
    const { address } = await bench();
    const told: number[] = [];
    await scoreRows(createClient(), targetAt(address), order(25, { concurrency: 1, onProgress: (n) => told.push(n) }));
    expect(told).toEqual([10, 20, 25]);
  });
});
