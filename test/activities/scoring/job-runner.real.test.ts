import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobRunnerDeps } from '../../../activities/scoring/kubernetes/create-job-runner';
import { describeService } from '../../../activities/target/kubernetes/describe-objects';
import type { Digest } from '../../../domain/digest';
import type { ScoringOrder } from '../../../domain/ports/scoring';
import type { ScoreRow } from '../../../domain/ports/target';
import { generateApplicants } from '../../../playground/world/generate-applicants';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type JobWorld, openJobWorld } from '../../support/kubernetes/job-world';
import { modelServerCommand } from '../../support/kubernetes/serving-images';
import { createTestRunner } from '../../support/training';
import { type JobRunnerBench, openJobRunner } from './job-runner-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

const mark = `marked${randomBytes(8).toString('hex')}`;
/** More than two requests' worth, the last one with a text that must go nowhere. */
const rows: readonly ScoreRow[] = generateApplicants({ seed: 5, rows: 2_300 }).map(({ inputs }, row) =>
  row === 2_299 ? { inputs: { ...inputs, JOB: mark } } : { inputs },
);
const few = rows.slice(-10);
const node = (code: string): readonly string[] => ['node', '-e', code];
/** So that what must last for minutes has lasted. */
const minutesLater = { now: () => Date.now() + 200_000 };
/** Is up as the version that is meant, and does this with what it is asked to score. */
const serving = (handle: string) =>
  node(`require('node:http').createServer((asked, answer) => {
    if (asked.method === 'GET') return answer.end('{}');
    let body = ''; asked.on('data', (part) => { body += part; }).on('end', () => { ${handle} });
  }).listen(process.env.MODEL_PORT);`);
const never = node('setInterval(() => 0, 1_000)');

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

  const run = (
    given: readonly ScoreRow[],
    command?: readonly string[],
    deps: Partial<JobRunnerDeps> = {},
    change: Partial<ScoringOrder> = {},
  ) => {
    const stop = new AbortController();
    const order = bench.orderOf(given, { signal: stop.signal, ...change }, command);
    return {
      ended: bench.runnerOf(deps).score(order),
      stop: () => stop.abort(new Error('told to stop')),
    };
  };
  const job = () => world.inNamespace('get', 'jobs', '-o', 'jsonpath={.items[*].metadata.uid}');
  const until = async (holds: () => Promise<boolean>, run: Promise<unknown>) => {
    while (!(await holds())) await Promise.race([wait(100), run]);
  };
  const hasPod = async () => (await world.inNamespace('get', 'pods', '-l', 'steward/scores', '-o', 'name')) !== '';
  const besideUs = (given: readonly ScoreRow[]) =>
    createTestRunner(async (work) => work(await mkdtemp(join(world.folder, 'beside-')))).score(bench.orderOf(given));

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
    };
    const pause = async () => {
      seen.push(await world.inNamespace('get', 'jobs,pods,events,configmaps', '-o', 'yaml'));
      for (const container of ['model', 'score'])
        seen.push(await world.inNamespace('logs', '-l', 'steward/scores', '-c', container).catch(() => ''));
    };
    const scores = await run(rows, undefined, { pause, exchange }).ended;
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
    await until(hasPod, ended);
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

  describe('that does not come to scores', () => {
    afterEach(() => world.isGone());

    it.each([
      [
        'ends by itself',
        node("console.error('no such file: weights'); process.exit(3)"),
        'gate_model_crashed',
        /exit code 3; last it said: no such file: weights/,
      ],
      [
        'takes too much memory',
        node('for (const all = []; ; ) all.push(Buffer.alloc(1_000_000, 1));'),
        'gate_out_of_memory',
        /model/,
      ],
      [
        'serves another version',
        modelServerCommand.map((word) => word.replace('$(MODEL_VERSION)', '7')),
        'gate_other_version',
        /it serves version 7|serves version 7/,
      ],
      ['has a command that the image has not', ['no-such-server'], 'gate_container_refused', /no-such-server/],
    ] as const)('scored by a Job: a model server that %s is told', async (_, command, code, detail) => {
      await expect(run(few, command).ended).rejects.toMatchObject({
        code: expect.stringMatching(code) as string,
        details: { model: 'the candidate', environment: 'production', detail: expect.stringMatching(detail) as string },
      });
    });

    it('scored by a Job: one that is never up is told when its time is over', async () => {
      const limits = { ready: 8_000, whole: 60_000 };
      await expect(run(few, never, { limits }).ended).rejects.toMatchObject({
        code: 'gate_model_not_ready',
        details: { limit: '8 seconds', detail: 'its model server does not answer' },
      });
    });

    it('scored by a Job: all of it has a time', async () => {
      const limits = { ready: 60_000, whole: 10_000 };
      await expect(run(few, serving(''), { limits }).ended).rejects.toMatchObject({
        code: 'gate_timed_out',
        details: { limit: '10 seconds' },
      });
    });

    it('scored by a Job: one that ends at a row is told without a word of its log', async () => {
      const { ended } = run(few, serving('console.error(body); process.exit(4);'));
      const error: unknown = await ended.catch((failure: unknown) => failure);
      expect(error).toMatchObject({
        code: 'gate_model_crashed',
        details: { detail: 'Container model: it ended with exit code 4.' },
      });
    });

    it('scored by a Job: what its model refuses is told as it is beside the builder', async () => {
      const refusal = serving(`answer.writeHead(400); answer.end('{"error":"no such signature"}');`);
      await expect(run(few, refusal).ended).rejects.toMatchObject({
        code: 'scoring_refused',
        details: { why: 'no such signature' },
      });
    });

    it('scored by a Job: an image that cannot be pulled is told in the words of the node', async () => {
      const builder: JobRunnerDeps['builder'] = {
        ...bench.builder,
        publish: async (...given) => {
          const published = await bench.builder.publish(...given);
          const nowhere: Digest = `sha256:${'0'.repeat(64)}`;
          return { ...published, reference: published.reference.replace(/sha256:.*/, nowhere) };
        },
      };
      await expect(run(few, undefined, { builder }).ended).rejects.toMatchObject({
        code: 'gate_image_not_pulled',
        details: { detail: expect.stringMatching(/Container model: .*not found/) as string },
      });
    });

    it('scored by a Job: more processors than there are is told', async () => {
      const target = { ...world.target, resources: { cpu: '500', memory: '64Mi' } };
      await expect(run(few, undefined, minutesLater, { target }).ended).rejects.toMatchObject({
        code: 'gate_unschedulable',
        details: { detail: expect.stringMatching(/nsufficient cpu/) as string },
      });
    });

    it('scored by a Job: a namespace whose quota is spent is told in its words', async () => {
      await world.inNamespace('create', 'quota', 'none', '--hard=pods=0');
      try {
        await expect(run(few, undefined, minutesLater).ended).rejects.toMatchObject({
          code: 'gate_pod_refused',
          details: { detail: expect.stringContaining('exceeded quota: none') as string },
        });
      } finally {
        await world.inNamespace('delete', 'quota', 'none');
      }
    });

    it('scored by a Job: rows that do not get there are told', async () => {
      const elsewhere = { exchangeUrl: `${world.exchangeUrl}/elsewhere` };
      await expect(run(few, undefined, elsewhere).ended).rejects.toMatchObject({
        code: 'gate_rows_not_carried',
        details: { why: 'the builder answered for dataset with status 404' },
      });
    });

    it('scored by a Job: a namespace where it has no rights is told, and nothing is tried again', async () => {
      const target = { ...world.target, namespace: 'default' };
      await expect(run(few, undefined, {}, { target }).ended).rejects.toMatchObject({ code: 'cluster_forbidden' });
    });

    it('scored by a Job: a model that no rule has a base for is told before anything is made', async () => {
      await expect(run(few, undefined, {}, { bases: [] }).ended).rejects.toMatchObject({ code: 'base_rule_missing' });
    });

    it('scored by a Job: a Job that somebody removes is missed', async () => {
      const { ended } = run(few, never);
      await until(hasPod, ended);
      await world.inNamespace('delete', 'jobs', '-l', 'steward/scores', '--wait=false');
      await expect(ended).rejects.toMatchObject({
        code: 'gate_pod_lost',
        details: { why: 'somebody removed its Job' },
      });
    });
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
