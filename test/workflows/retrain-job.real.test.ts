import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { isCalledOff } from '../../activities/training/is-called-off';
import { getRetraining } from '../../database/retrainings';
import type { RetrainingPolicy } from '../../domain/retraining/policy';
import { isRetrainingOpen, type Retraining } from '../../domain/retraining/retraining';
import { createChosenRunner } from '../../activities/scoring/create-chosen-runner';
import type { TrainingDependencies } from '../../activities/training';
import type { ScoringRunner } from '../../domain/ports/scoring';
import { type JobRunnerBench, openJobRunner } from '../activities/scoring/job-runner-bench';
import { type JobTrainerBench, openJobTrainer } from '../activities/training/job-trainer-bench';
import { clusterTools } from '../support/kubernetes/cluster';
import { decisionLine, playIn } from '../support/play';
import { retrainingProject, scoreWindow, trainPackage } from '../support/retraining-world';
import { scratchFolder } from '../support/scratch-folder';
import { dana, lena, startSteward, type TestSteward, theo } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;
const trainer = '/app/dist/trainer/main.js';
const say = (line: object) => `console.log(${JSON.stringify(JSON.stringify(line))});`;
/** The reference trainer, some seconds after it said that it is at it. */
const slowly = ['node', '-e', `${say({ progress: 0.01 })} setTimeout(() => require('${trainer}'), 8_000);`];
const forEver = ['node', '-e', `${say({ progress: 0.25, round: 3 })} setInterval(() => 0, 1_000);`];

describeOnCluster('a retraining by a Job', () => {
  const folder = scratchFolder();
  let temporal: TestTemporal;
  let steward: TestSteward;
  let bench: JobTrainerBench;
  let scorer: JobRunnerBench;

  beforeAll(async () => {
    mkdirSync(path.join(folder, 'inbox'));
    for (const [name, seed] of [
      ['champion.zip', 1],
      ['other.zip', 2],
    ] as const)
      writeFileSync(path.join(folder, 'inbox', name), trainPackage(seed));
    bench = await openJobTrainer(folder);
    scorer = await openJobRunner(bench);
    temporal = await connectTestTemporal();
    const { client, connection: native, namespace } = temporal;
    steward = await startSteward({
      folder,
      temporal: { client, native, namespace },
      project: byJob({}),
      adjustTraining: (deps) => ({
        ...deps,
        jobTrainer: (spec) => bench.trainerOf(spec, (number) => isCalledOff(deps.database, number)),
        scoring: scoreInCluster(deps),
      }),
    });
    await type(lena, 'connect hmeq');
    await type(dana, 'register champion.zip');
    await until(async () => (await steward.database.query('select 1 as found from versions', []))[0]);
    const waiting = await inState(await ask(dana, 'deploy v1 to production'), 'waiting', 'failed');
    await type(lena, decisionLine(waiting));
    await inState(waiting.number, 'serving', 'failed');
    for (const [number, drift] of [
      [1, 0],
      [2, 0.9],
      [3, 0.9],
    ] as const)
      await scoreWindow(steward, folder, number, drift);
  }, 180_000);
  afterAll(async () => {
    await steward.stop();
    await temporal.close();
    await scorer.close();
    await bench.close();
  });

  /** As if production, which is served beside us here, were in the cluster. */
  function scoreInCluster({ scoring, database, withWorkDirectory }: TrainingDependencies): ScoringRunner {
    const cluster = scorer.runnerOf({ isCalledOff: (number) => isCalledOff(database, number), withWorkDirectory });
    const runner = createChosenRunner({ builder: scoring, cluster });
    const { target, bases } = scorer.orderOf([]);
    return { score: (order) => runner.score({ ...order, target, bases }) };
  }
  const { say: type, ask, inState, until } = playIn(() => steward);

  const byJob = (change: Partial<RetrainingPolicy>, command: readonly string[] = ['node', trainer]) =>
    retrainingProject({ trainer: { ...bench.spec, command }, ...change });

  async function retrain(): Promise<number> {
    const { retraining } = await steward.training.desk.open({
      ...{ project: 'hmeq', environment: 'production', reason: 'it decays' },
      requester: { kind: 'person', objectId: dana },
      requestedAt: new Date().toISOString(),
    });
    return retraining;
  }
  const when = (number: number, holds: (retraining: Retraining) => boolean) =>
    until(async () => {
      const retraining = await getRetraining(steward.database, number);
      return holds(retraining) ? retraining : undefined;
    });
  const ended = (number: number) => when(number, ({ state }) => !isRetrainingOpen(state));
  const jobs = () =>
    bench.cluster.kubectl('-n', bench.namespace, 'get', 'jobs', '-o', 'jsonpath={.items[*].metadata.uid}');

  it('a retraining by a Job: cancelled, nothing of it is left in the cluster', async () => {
    await steward.apply(byJob({}, forEver));
    const number = await retrain();
    await when(number, ({ progress }) => progress?.share === 0.25);
    await steward.training.desk.cancel(number, { kind: 'person', objectId: theo }, new Date().toISOString());
    expect(await ended(number)).toMatchObject({ state: 'cancelled' });
    await bench.isGone(number);
  });

  it('a retraining by a Job: a better candidate is scored by a Job and asked for release, through a builder that stopped meanwhile', async () => {
    await steward.apply(byJob({}, slowly));
    const number = await retrain();
    await when(number, ({ progress }) => progress?.share === 0.01);
    const job = await jobs();
    await steward.stopWorkers();
    expect(await jobs()).toBe(job);
    await steward.startWorkers();
    const retraining = await ended(number);
    expect(retraining).toMatchObject({ state: 'registered', version: 'v2', gateWindow: 3, progress: { share: 1 } });
    await bench.isGone(number);
    const tags = await fetch(`http://${bench.cluster.registry}/v2/models/hmeq/tags/list`);
    expect(await tags.json()).toEqual({ name: 'models/hmeq', tags: [expect.stringMatching(`^gate-t${number}-`)] });
    const waiting = await inState(retraining.release ?? 0, 'waiting', 'failed');
    expect(waiting).toMatchObject({ requester: { kind: 'system' }, version: 'v2', approval: { quorum: 2 } });
    await type(lena, decisionLine(waiting));
    await type(theo, decisionLine(waiting));
    await inState(waiting.number, 'serving');
    const history = await temporal.client.workflow.getHandle('retrain/hmeq/production').fetchHistory();
    expect(historyToJSON(history)).not.toContain(bench.exchangeUrl);
    expect(bench.faults).toEqual([]);
  });
});
