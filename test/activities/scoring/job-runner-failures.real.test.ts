import type { JobRunnerDeps } from '../../../activities/scoring/kubernetes/create-job-runner';
import type { Digest } from '../../../domain/digest';
import { generateApplicants } from '../../../playground/world/generate-applicants';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type JobWorld, openJobWorld } from '../../support/kubernetes/job-world';
import { modelServerCommand } from '../../support/kubernetes/serving-images';
import { type JobRunnerBench, never, node, openJobRunner, serving, until } from './job-runner-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

const few = generateApplicants({ seed: 5, rows: 10 }).map(({ inputs }) => ({ inputs }));
/** So that what must last for minutes has lasted. */
const minutesLater = { now: () => Date.now() + 200_000 };

describeOnCluster('a model that does not come to scores by a Job', () => {
  let world: JobWorld;
  let bench: JobRunnerBench;
  beforeAll(async () => {
    world = await openJobWorld();
    bench = await openJobRunner(world);
  });
  afterEach(() => world.isGone());
  afterAll(async () => {
    await bench.close();
    await world.close();
  });
  const run: JobRunnerBench['run'] = (...given) => bench.run(...given);

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
    await until(() => bench.hasPod(), ended);
    await world.inNamespace('delete', 'jobs', '-l', 'steward/scores', '--wait=false');
    await expect(ended).rejects.toMatchObject({
      code: 'gate_pod_lost',
      details: { why: 'somebody removed its Job' },
    });
  });
});
