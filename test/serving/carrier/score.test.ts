import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readScoringResult } from '../../../activities/scoring/kubernetes/read-scoring-result';
import { writeScoringFile } from '../../../activities/scoring/kubernetes/write-scoring-file';
import type { Exchange } from '../../../activities/training/exchange/create-exchange';
import type { Digest } from '../../../domain/digest';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import type { CarryDeps } from '../../../serving/carrier/carry';
import { scoreRows } from '../../../serving/carrier/score';
import { samplePackage } from '../../contracts/sample-package';
import { scratchFolder } from '../../support/scratch-folder';
import { startExchange, type TestExchange } from '../../support/training-exchange';
import { openDatasets } from '../../support/training-order';
import { classifyCall, contract, expectedScore, type Fault, rowsOf, startBench } from '../client/model-bench';

const folder = scratchFolder();
const name = 't5-candidate-0123456789ab';
let served: TestExchange;
let exchange: Exchange;
let base = '';

beforeAll(async () => {
  served = await startExchange(await openDatasets(folder));
  ({ exchange, url: base } = served);
});
afterAll(() => {
  served.close();
  expect(served.faults).toEqual([]);
});

/** More than two requests' worth. */
const rows = rowsOf(2_100);

async function open(change: Partial<ScoringOrder> = {}) {
  const { manifest, packagePath: archive } = await samplePackage(folder);
  const order: ScoringOrder = {
    ...{ project: 'hmeq', environment: 'production', retraining: 5, model: 'candidate', archive },
    ...{ target: { kind: 'local' }, bases: [], count: rows.length },
    manifest: { ...manifest, contract, call: classifyCall },
    rows: () => rows,
    signal: new AbortController().signal,
    ...change,
  };
  const place = await mkdtemp(join(folder, 'order-'));
  const file = join(place, 'rows');
  const dataset: Digest = await writeScoringFile(order, file);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const { token, key } = await exchange.open(name, { dataset, until }, file);
  const deps: CarryDeps = {
    ...{ url: `${base}/retrainings/${name}`, token, fetch, now: Date.now },
    pause: () => Promise.resolve(),
  };
  return {
    dataset,
    token,
    file,
    deps,
    output: exchange.outputOf(name, key),
    work: await mkdtemp(join(folder, 'pod-')),
  };
}

async function score(decide: (nth: number) => Fault, clock: () => number = Date.now) {
  const opened = await open();
  const model = await startBench((_, nth) => decide(nth));
  try {
    const { dataset, deps, work } = opened;
    await scoreRows({ ...deps, now: clock }, work, dataset, model.address);
    return { ...opened, requests: model.requests };
  } finally {
    await model.stop();
  }
}

describe('the scorer', () => {
  it('the scorer: brings back a score for each row, in their order', async () => {
    const { output, requests } = await score(() => 'pass');
    const scores = await readScoringResult(output, rows.length);
    expect(requests).toHaveLength(3);
    expect(scores).toHaveLength(rows.length);
    rows.forEach((row, at) => expect(scores?.[at]).toBeCloseTo(expectedScore(row), 6));
  });

  it('the scorer: asks again for what a model did not answer that ended and is up again', async () => {
    const { output, requests } = await score((nth) => (nth === 2 ? 'drop after' : nth === 3 ? 'drop before' : 'pass'));
    expect(requests).toHaveLength(5);
    expect(await readScoringResult(output, rows.length)).toHaveLength(rows.length);
  });

  it('the scorer: brings back what the model refuses, and why it is silent', async () => {
    const refused = await score(() => ({ status: 400, error: 'no such signature' }));
    await expect(readScoringResult(refused.output, rows.length)).rejects.toMatchObject({
      code: 'scoring_refused',
      details: { why: 'no such signature' },
    });
    let clock = 0;
    const silent = await score(
      () => 'drop before',
      () => (clock += 100_000),
    );
    await expect(readScoringResult(silent.output, rows.length)).rejects.toMatchObject({ code: 'model_server_failed' });
  });

  it('the scorer: takes no other rows than those of its digest, and says nothing of them', async () => {
    const { deps, work } = await open();
    let clock = 0;
    const hasty = { ...deps, now: () => (clock += 400_000) };
    const error: unknown = await scoreRows(hasty, work, `sha256:${'0'.repeat(64)}`, base).catch((one: unknown) => one);
    expect(String(error)).toBe('Error: the builder is not reached: what came is not the dataset of that digest');
  });

  it('the scorer: fewer scores than rows are no result', async () => {
    const { output } = await score(() => 'pass');
    expect(await readScoringResult(output, rows.length + 1)).toBeUndefined();
    await writeFile(join(output, 'failure.json'), '{"code":"internal","details":{}}');
    expect(await readScoringResult(output, rows.length + 1)).toBeUndefined();
  });

  it('the scorer: its token opens its own rows and results, and neither a dataset nor what trainers leave', async () => {
    const { token, file, output } = await open();
    const ask = (path: string, request: RequestInit = {}) =>
      fetch(`${base}/retrainings/${path}`, { ...request, headers: { authorization: `Bearer ${token}` } });
    expect(await (await ask(`${name}/dataset`)).text()).toBe(await readFile(file, 'utf8'));
    expect((await ask(`${name}/package.zip`, { method: 'PUT', body: 'x' })).status).toBe(405);
    expect((await ask(`${name}/failure.json`, { method: 'PUT', body: 'x'.repeat(20_000) })).status).toBe(413);
    for (const other of ['t5', 't5-candidate-0123456789ac', 't5-champion-0123456789ab', 't5-other-0123456789ab'])
      expect((await ask(`${other}/dataset`)).status).toBe(404);
    expect((await readdir(output)).filter((one) => one !== '.drafts')).toEqual([]);
    await exchange.close(name);
    expect((await ask(`${name}/dataset`)).status).toBe(404);
  });

  it('the scorer: a row that cannot be sent is told before anything is asked', async () => {
    const row = { inputs: { LOAN: 'much' } };
    await expect(
      open({
        count: 1,
        rows: () => [row],
      }),
    ).rejects.toMatchObject({ code: 'row_not_sendable', details: { name: 'LOAN', row: 1 } });
  });
});
