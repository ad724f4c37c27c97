import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type JobTrainerBench, openJobTrainer } from './job-trainer-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

/** Leaves a package that names its Pod, after so many seconds. */
const slow = (seconds: number) => {
  const write = `require('fs').writeFileSync(process.env.STEWARD_OUTPUT + '/package.zip', require('os').hostname())`;
  const say = `console.log(JSON.stringify({ progress: 0.5 }));`;
  return { command: ['node', '-e', `${say} setTimeout(() => ${write}, ${seconds * 1_000});`] };
};
const merelyStops = { isCalledOff: () => Promise.resolve(false) };
const away = new Error('the database is away');
const cannotKeep = { keep: () => Promise.reject(away) };

describeOnCluster('a cluster where a training is delivered twice', () => {
  let bench: JobTrainerBench;
  beforeAll(async () => {
    bench = await openJobTrainer();
  });
  afterAll(async () => bench.close());
  const inNamespace = (...words: string[]) => bench.cluster.kubectl('-n', bench.namespace, ...words);
  const uidsOf = () => inNamespace('get', 'jobs', '-o', 'jsonpath={.items[*].metadata.uid}');
  const packageOf = ({ output }: { readonly output: string }) => readFile(join(output, 'package.zip'), 'utf8');

  it('job trainer: two that begin at once follow one Job, and both have its result', async () => {
    let together = 0;
    let both: () => void = () => undefined;
    const met = new Promise<void>((resolve) => {
      both = resolve;
    });
    /** Neither makes its Job before both have seen that there is none. */
    const exchange = {
      ...bench.exchange,
      open: async (...given: Parameters<typeof bench.exchange.open>) => {
        const opened = await bench.exchange.open(...given);
        together += 1;
        if (together === 2) both();
        await met;
        return opened;
      },
    };
    const kept: string[] = [];
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    /** Neither removes what the other one takes. */
    const keep = async () => {
      kept.push(await uidsOf());
      if (kept.length === 2) finish();
      await finished;
    };
    const one = bench.run(slow(3), { keep }, { exchange });
    const other = bench.run(slow(3), { keep }, { exchange });
    await Promise.all([one.ended, other.ended]);
    expect(together).toBe(2);
    expect(kept[0]).toMatch(/^\S+$/);
    expect(kept[1]).toBe(kept[0]);
    expect(await packageOf(one)).toBe(await packageOf(other));
    await bench.isGone();
  });

  it('job trainer: one that was taken for gone leaves the Job to the one that follows it', async () => {
    const first = bench.run(slow(10), {}, merelyStops);
    while (first.progress.length === 0) await Promise.race([wait(50), first.ended]);
    const second = bench.run(slow(10), {}, merelyStops);
    while (second.progress.length === 0) await Promise.race([wait(50), second.ended]);
    first.callOff();
    await expect(first.ended).rejects.toThrow('called off');
    await second.ended;
    expect(await packageOf(second)).toContain('hmeq-t5');
    await bench.isGone();
  });

  it('job trainer: a result that could not be kept is taken again, also when its Job is gone by then', async () => {
    const first = bench.run(slow(1), cannotKeep);
    await expect(first.ended).rejects.toBe(away);
    const job = await uidsOf();
    expect(job).toMatch(/^\S+$/);
    const second = bench.run(slow(1), cannotKeep);
    await expect(second.ended).rejects.toBe(away);
    expect(await uidsOf()).toBe(job);
    await inNamespace('delete', 'job', 'hmeq-t5', '--wait=true');
    const third = bench.run(slow(1));
    await third.ended;
    expect(await packageOf(third)).toBe(await packageOf(first));
    await bench.isGone();
  });

  it('job trainer: a result that was delivered counts, also when its Job is removed before that was seen', async () => {
    let seen = 0;
    /** Sees nothing until the Job has delivered and is removed. */
    const pause = async () => {
      if (seen > 0) return wait(200);
      seen += 1;
      const root = join(bench.directory, '.exchange', 't5');
      const delivered = () =>
        readdirSync(root).some((key) => readdirSync(join(root, key, 'output')).includes('package.zip'));
      while (!delivered()) await wait(50);
      await inNamespace('delete', 'job', 'hmeq-t5', '--wait=true');
    };
    const { ended, ...run } = bench.run(slow(1), {}, { pause });
    await ended;
    expect(await packageOf(run)).toContain('hmeq-t5');
    await bench.isGone();
  });
});
