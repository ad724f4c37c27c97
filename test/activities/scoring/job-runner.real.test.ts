import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobRunnerDeps } from '../../../activities/scoring/kubernetes/create-job-runner';
import { describeService } from '../../../activities/target/kubernetes/describe-objects';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import type { ScoreRow } from '../../../domain/ports/target';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { generateApplicants } from '../../../playground/world/generate-applicants';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type JobWorld, openJobWorld } from '../../support/kubernetes/job-world';
import { createTestRunner } from '../../support/training';
import { type JobRunnerBench, never, openJobRunner, serving, until } from './job-runner-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

const mark = `marked${randomBytes(8).toString('hex')}`;
/** More than two requests' worth, the last one with a text that must go nowhere. */
const rows: readonly ScoreRow[] = generateApplicants({ seed: 5, rows: 2_300 }).map(({ inputs }, row) =>
  row === 2_299 ? { inputs: { ...inputs, JOB: mark } } : { inputs },
);
const few = rows.slice(-10);
const data = process.env['STEWARD_TEST_DATA'];
const withData = data ? it : it.skip;

describeOnCluster('a model that is scored by a Job', () => {
  let world: JobWorld;
  let bench: JobRunnerBench;
  beforeAll(async () => {
    world = await openJobWorld();
    bench = await openJobRunner(world);
  });
  afterAll(async () => {
    await bench.close();
    await world.close();
  });

  const run: JobRunnerBench['run'] = (...given) => bench.run(...given);
  const job = () => world.inNamespace('get', 'jobs', '-o', 'jsonpath={.items[*].metadata.uid}');
  const besideUs = (given: readonly ScoreRow[], change: Partial<ScoringOrder> = {}) =>
    createTestRunner(async (work) => work(await mkdtemp(join(world.folder, 'beside-')))).score(
      bench.orderOf(given, change),
    );

  it('scored by a Job: gives the very scores that it has beside the builder, and rows are nowhere in the cluster', async () => {
    const seen: string[] = [];
    const tokens: string[] = [];
    const exchange = {
      ...world.exchange,
      open: async (...given: Parameters<typeof world.exchange.open>) => {
        const opened = await world.exchange.open(...given);
        tokens.push(opened.token);
        return opened;
      },
      hasDelivered: async (...given: Parameters<typeof world.exchange.hasDelivered>) => {
        const delivered = await world.exchange.hasDelivered(...given);
        if (delivered) await lookRound();
        return delivered;
      },
    };
    const lookRound = async () => {
      seen.push(await world.inNamespace('get', 'jobs,pods,events,configmaps', '-o', 'yaml'));
      for (const container of ['model', 'score'])
        seen.push(await world.inNamespace('logs', '-l', 'steward/scores', '-c', container).catch(() => ''));
    };
    const scores = await run(rows, undefined, { pause: lookRound, exchange }).ended;
    expect(scores).toEqual(await besideUs(rows));
    expect(new Set(scores).size).toBeGreaterThan(100);
    const all = seen.join('\n');
    expect(all).toContain('hmeq-t5-candidate-');
    expect(all).not.toContain(mark);
    expect(tokens).toHaveLength(1);
    for (const token of tokens) expect(all).not.toContain(token);
    await world.isGone();
    expect(world.faults).toEqual([]);
  });

  withData(
    'scored by a Job: a model that the local model server cannot run is scored by the one of its image (skipped where STEWARD_TEST_DATA is not set)',
    async () => {
      const archive = join(data ?? '', 'data/champion.zip');
      const manifest = await inspectPackage(archive, join(world.folder, 'foreign'), {
        outcome: { name: 'BAD', event: '1' },
      });
      const foreign = { archive, manifest };
      await expect(besideUs(few, foreign)).rejects.toMatchObject({
        code: 'model_server_failed',
        details: { why: expect.stringContaining('BoostedTrees') as string },
      });
      // Stands for TensorFlow Serving, which is not to be had here: a score for each row, if the model's file is there.
      const answer = `const there = require('node:fs').existsSync(process.env.MODEL_DIRECTORY + '/saved_model.pb');
      answer.end(there && JSON.stringify({ results: JSON.parse(body).examples.map(() => [['1', 0.25]]) }));`;
      expect([...(await run(few, serving(answer), {}, foreign).ended)]).toEqual(few.map(() => 0.25));
      await world.isGone();
    },
  );

  it('scored by a Job: the champion runs in the image of its version, and the candidate under a tag that says what for', async () => {
    const labels: string[] = [];
    const builder: JobRunnerDeps['builder'] = {
      ...bench.builder,
      publish: (digest, project, label) => {
        labels.push(label);
        return bench.builder.publish(digest, project, label);
      },
    };
    const champion = { model: 'champion', version: 'v3' } as const;
    const [one, other] = await Promise.all([
      run(few, undefined, { builder }).ended,
      run(few, undefined, { builder }, champion).ended,
    ]);
    expect(one).toEqual(other);
    expect(labels.sort()).toEqual(['gate-t5', 'v3']);
    await world.isGone();
  });

  it('scored by a Job: no Service of the environment leads to its Pod, and cancelled nothing is left', async () => {
    const calledOff = { isCalledOff: () => Promise.resolve(true) };
    const { ended, stop } = run(few, never, calledOff);
    await until(() => bench.hasPod(), ended);
    const service = describeService({
      ...{ project: 'hmeq', environment: 'production', release: 5, label: 'v1' },
      image: `sha256:${'0'.repeat(64)}`,
    });
    const file = join(world.folder, 'service.json');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', ...service }));
    await world.inNamespace('apply', '-f', file);
    const slices = () => world.inNamespace('get', 'endpointslices', '-o', 'json');
    await until(async () => (await slices()).includes('"name": "hmeq-production'), ended);
    const { items } = JSON.parse(await slices()) as { items: readonly { endpoints?: readonly object[] | null }[] };
    expect(items.flatMap(({ endpoints }) => endpoints ?? [])).toEqual([]);
    await world.inNamespace('delete', 'service', 'hmeq-production');
    stop();
    await expect(ended).rejects.toThrow('told to stop');
    await world.isGone();
  });

  describe('while builders come and go', () => {
    /** Answers when somebody says so, by a file that only exists in this Pod. */
    const slowly = serving(`setTimeout(() => answer.end(JSON.stringify({ results:
      JSON.parse(body).examples.map(() => [['0', 0.5], ['1', 0.5]]) })), 6_000);`);

    it('scored by a Job: another builder goes on with the Job of one that stopped', async () => {
      const first = run(few, slowly);
      await until(async () => (await job()) !== '', first.ended);
      const uid = await job();
      first.stop();
      await expect(first.ended).rejects.toThrow('told to stop');
      expect(await job()).toBe(uid);
      const built: string[] = [];
      const builder: JobRunnerDeps['builder'] = {
        ...bench.builder,
        build: (request) => {
          built.push(request.label);
          return bench.builder.build(request);
        },
      };
      const second = await run(few, slowly, { builder }).ended;
      expect([...second]).toEqual(few.map(() => 0.5));
      expect(built).toEqual([]);
      await world.isGone();
    });

    it('scored by a Job: what an attempt asked for otherwise before is taken away', async () => {
      const first = run(few, slowly);
      await until(async () => (await job()) !== '', first.ended);
      const uid = await job();
      first.stop();
      await expect(first.ended).rejects.toThrow('told to stop');
      const second = run(few.slice(1), slowly);
      await until(async () => !(await job()).includes(uid), second.ended);
      expect([...(await second.ended)]).toEqual(few.slice(1).map(() => 0.5));
      await world.isGone();
    });

    it('scored by a Job: two that ask for the same at once have the scores of one Job', async () => {
      const uids = new Set<string>();
      const pause = async () => {
        uids.add(await job());
        await wait(200);
      };
      const [one, other] = await Promise.all([
        run(few, slowly, { pause }).ended.catch((error: unknown) => error),
        run(few, slowly, { pause }).ended.catch((error: unknown) => error),
      ]);
      // The one that came later may find that the other has taken everything, and is then asked again by the engine.
      const given = [one, other].filter((scores) => scores instanceof Float64Array);
      expect(given.length).toBeGreaterThanOrEqual(1);
      for (const scores of given) expect([...scores]).toEqual(few.map(() => 0.5));
      for (const failure of [one, other].filter((each) => !(each instanceof Float64Array)))
        expect(failure).toMatchObject({ code: 'cluster_object_changed', retryable: true });
      expect([...uids].filter((uid) => uid !== '')).toHaveLength(1);
      await world.isGone();
    });

    it('scored by a Job: scores that were delivered count, also when the Job is gone before that was seen', async () => {
      let seen = 0;
      const delivered = async () => {
        const root = join(world.directory, '.exchange');
        for (const name of await readdir(root))
          for (const key of await readdir(join(root, name)))
            if ((await readdir(join(root, name, key, 'output'))).includes('scores.f64')) return true;
        return false;
      };
      const pause = async () => {
        if (seen > 0) return wait(200);
        seen += 1;
        while (!(await delivered())) await wait(50);
        await world.inNamespace('delete', 'jobs', '-l', 'steward/scores', '--wait=true');
      };
      expect(await run(few, undefined, { pause }).ended).toEqual(await besideUs(few));
      await world.isGone();
    });
  });
});
