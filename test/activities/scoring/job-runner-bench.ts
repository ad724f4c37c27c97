import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createRegistryPlace } from '../../../activities/image/create-registry-place';
import { createJobRunner, type JobRunnerDeps } from '../../../activities/scoring/kubernetes/create-job-runner';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import type { ScoreRow } from '../../../domain/ports/target';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { extractModel } from '../../../formats/package/model-files';
import { describeShared } from '../../../activities/target/kubernetes/describe-objects';
import type { JobWorld } from '../../support/kubernetes/job-world';
import { modelServerCommand } from '../../support/kubernetes/serving-images';
import { testClient } from '../../support/registry-client';
import { trainPackage } from '../../support/retraining-world';

export const node = (code: string): readonly string[] => ['node', '-e', code];
/** Starts what is up as the version that is meant, and does this with what it is asked to score. */
export const serving = (handle: string): readonly string[] =>
  node(`require('node:http').createServer((asked, answer) => {
    if (asked.method === 'GET') return answer.end('{}');
    let body = ''; asked.on('data', (part) => { body += part; }).on('end', () => { ${handle} });
  }).listen(process.env.MODEL_PORT);`);
/** Starts what is never up. */
export const never = node('setInterval(() => 0, 1_000)');

export interface JobRunnerBench {
  readonly builder: JobRunnerDeps['builder'];
  runnerOf(change?: Partial<JobRunnerDeps>): ReturnType<typeof createJobRunner>;
  /** Scores; stopped as an activity is that is told to stop. */
  run(
    rows: readonly ScoreRow[],
    command?: readonly string[],
    deps?: Partial<JobRunnerDeps>,
    change?: Partial<ScoringOrder>,
  ): { readonly ended: Promise<Float64Array>; readonly stop: () => void };
  hasPod(): Promise<boolean>;
  /** For rows that the model server of the base scores, unless `command` starts another one. */
  orderOf(rows: readonly ScoreRow[], change?: Partial<ScoringOrder>, command?: readonly string[]): ScoringOrder;
  close(): Promise<void>;
}

/** What scores by Jobs in the cluster of a world, where releases have been before. */
export async function openJobRunner(world: Omit<JobWorld, 'isGone' | 'close'>): Promise<JobRunnerBench> {
  const { cluster, folder, target, base, kubeconfig, exchange, exchangeUrl, carrierImage } = world;
  const client = testClient();
  const report = ({ error }: { readonly error: unknown }): never => {
    throw error;
  };
  const builder = createAppendBuilder({
    place: createRegistryPlace({ ...{ client, host: cluster.registry, prefix: 'models', report }, progress: () => {} }),
    workDirectory: join(folder, 'builds'),
    extractModel,
  });
  const of = { project: 'hmeq', environment: 'production' };
  for (const object of describeShared(of, target)) {
    const file = join(folder, `${object.kind}.json`);
    const apiVersion = object.kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'v1';
    await writeFile(file, JSON.stringify({ apiVersion, ...object }));
    await world.inNamespace('apply', '-f', file);
  }
  const archive = join(folder, 'scored.zip');
  await writeFile(archive, trainPackage(1));
  const manifest = await inspectPackage(archive, join(folder, 'scored'));
  const deps: JobRunnerDeps = {
    ...{ cluster: { kubeconfig }, builder, exchange, exchangeUrl, carrierImage, randomBytes, now: Date.now },
    withWorkDirectory: async (work) => work(await mkdtemp(join(folder, 'work-'))),
    isCalledOff: () => Promise.resolve(false),
    pause: (ms) => wait(ms / 4),
  };
  const runnerOf: JobRunnerBench['runnerOf'] = (change) => createJobRunner({ ...deps, ...change });
  const orderOf: JobRunnerBench['orderOf'] = (rows, change, command = modelServerCommand) => ({
    ...{ ...of, retraining: 5, model: 'candidate', target, archive, manifest, count: rows.length },
    bases: [{ base: { kind: 'image', reference: base }, server: { command } }],
    rows: () => rows,
    signal: new AbortController().signal,
    ...change,
  });
  return {
    ...{ builder, runnerOf, orderOf },
    run: (rows, command, ofRunner, change) => {
      const stop = new AbortController();
      const order = orderOf(rows, { signal: stop.signal, ...change }, command);
      return { ended: runnerOf(ofRunner).score(order), stop: () => stop.abort(new Error('told to stop')) };
    },
    hasPod: async () => (await world.inNamespace('get', 'pods', '-l', 'steward/scores', '-o', 'name')) !== '',
    close: () => client.close(),
  };
}

/** Waits for what must come while something runs; what that throws is thrown. */
export async function until(holds: () => Promise<boolean>, running: Promise<unknown>): Promise<void> {
  while (!(await holds())) await Promise.race([wait(100), running]);
}
