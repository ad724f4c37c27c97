import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { takeCandidate } from '../../../activities/training/take-candidate';
import type { JobTrainerSpec } from '../../../domain/retraining/policy';
import { inspectPackage } from '../../../formats/package/inspect-package';
import { describeTrainer, marker } from '../../contracts/trainer';
import { writeHostileZip } from '../../support/hostile-zips';
import { clusterTools } from '../../support/kubernetes/cluster';
import { startTcpProxy } from '../../support/tcp-proxy';
import { type JobTrainerBench, openJobTrainer } from './job-trainer-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

const files = `const fs = require('node:fs'); const file = process.env.STEWARD_OUTPUT + '/package.zip';`;
const node = (code: string): Partial<JobTrainerSpec> => ({ command: ['node', '-e', `${files} ${code}`] });
const say = (progress: number) => `console.log(JSON.stringify({ progress: ${progress} }));`;
/** Says half, waits for so many seconds, and leaves a package. */
const slow = (seconds: number) =>
  node(`${say(0.5)} setTimeout(() => { ${say(1)} fs.writeFileSync(file, 'made'); }, ${seconds * 1_000});`);
const greedy = node('for (const all = []; ; ) all.push(Buffer.alloc(1_000_000, 1));');
/** So that what must last for minutes has lasted. */
const minutesLater = { now: () => Date.now() + 200_000 };

describeOnCluster('a cluster', () => {
  let opened: Promise<JobTrainerBench> | undefined;
  let bench: JobTrainerBench;
  const open = () => (opened ??= openJobTrainer());
  beforeAll(async () => {
    bench = await open();
  });
  afterAll(async () => (await opened)?.close());
  const inNamespace = (...words: string[]) => bench.cluster.kubectl('-n', bench.namespace, ...words);
  const until = async (condition: () => boolean, run: Promise<unknown>) => {
    while (!condition()) await Promise.race([wait(50), run]);
  };

  describeTrainer('a trainer in a cluster', async () => ({ ...(await open()), close: () => Promise.resolve() }));

  describe('what a trainer in a cluster leaves', () => {
    it.each([
      ['nothing', '', 'there is no package.zip'],
      ['an empty package', "fs.writeFileSync(file, '');", 'package.zip is empty'],
    ])('job trainer: %s is no candidate', async (_, code, what) => {
      const { ended, output, scratch } = bench.run(node(code));
      await ended;
      await expect(takeCandidate(output, scratch)).rejects.toMatchObject({
        code: 'candidate_missing',
        details: { what },
      });
    });

    it.each([
      ['garbage', Buffer.from('no zip at all')],
      ['a path out of its folder', writeHostileZip([{ name: '../../etc/cron.d/x', data: Buffer.from('x') }])],
      ['a link', writeHostileZip([{ name: '1/saved_model.pb', data: Buffer.from('/etc/passwd'), mode: 0o120777 }])],
      ['a bomb', writeHostileZip([{ name: '1/saved_model.pb', data: Buffer.alloc(50_000_000), method: 8 }])],
    ])('job trainer: %s arrives as it is, and is refused as any package is', async (_, bytes) => {
      const { ended, output, scratch } = bench.run(
        node(`fs.writeFileSync(file, Buffer.from('${bytes.toString('base64')}', 'base64'));`),
      );
      await ended;
      const { archive } = await takeCandidate(output, scratch);
      expect(await readFile(archive)).toEqual(bytes);
      await expect(inspectPackage(archive, join(scratch, 'inspected'))).rejects.toMatchObject({
        code: expect.stringMatching(/^(not_a_zip|(package|archive)_\w+)$/) as string,
      });
    });

    it.each([
      ['a link', "fs.symlinkSync('/proc/self/environ', file);", 'package.zip is no file that can be read'],
      ['a folder', 'fs.mkdirSync(file);', 'package.zip is no file'],
      [
        'too much',
        "fs.writeFileSync(file, ''); fs.truncateSync(file, 600 * 2 ** 20);",
        'package.zip has 600 MiB, more than 512 MiB',
      ],
    ])('job trainer: %s is not carried', async (_, code, why) => {
      const { ended } = bench.run(node(code));
      await expect(ended).rejects.toMatchObject({ code: 'training_data_not_carried', details: { why } });
    });
  });

  describe('a trainer that does not come to its end in a cluster', () => {
    afterEach(() => bench.isGone());
    const nowhere = `registry.local/nobody@sha256:${'0'.repeat(64)}`;

    it('job trainer: an image that cannot be pulled is told in the words of the node', async () => {
      const image = bench.spec.image.replace(/@.*/, nowhere.slice(nowhere.indexOf('@')));
      await expect(bench.run({ image }).ended).rejects.toMatchObject({
        code: 'trainer_image_not_pulled',
        details: { detail: expect.stringMatching(/Container train: .*not found/) as string },
      });
    });

    it.each([
      [
        'a command that the image does not have',
        { command: ['no-such-trainer'] },
        'trainer_container_refused',
        /no-such-trainer/,
      ],
      [
        'more processors than there are',
        { resources: { cpu: '500', memory: '64Mi' } },
        'trainer_unschedulable',
        /nsufficient cpu/,
      ],
    ] as const)('job trainer: %s is told', async (_, spec, code, detail) => {
      await expect(bench.run(spec, {}, minutesLater).ended).rejects.toMatchObject({
        code,
        details: { detail: expect.stringMatching(detail) as string },
      });
    });

    it('job trainer: one that takes too much memory is told so, with what it may have', async () => {
      const { ended } = bench.run({ ...greedy, resources: { cpu: '50m', memory: '64Mi' } });
      await expect(ended).rejects.toMatchObject({
        code: 'trainer_out_of_memory',
        details: { memory: '64Mi', log: 't5.log' },
      });
    });

    it('job trainer: a namespace whose quota is spent is told in its words', async () => {
      const namespace = await bench.cluster.makeNamespace();
      await bench.cluster.kubectl('-n', namespace, 'create', 'quota', 'none', '--hard=pods=0');
      const asAdministrator = { cluster: { kubeconfig: bench.cluster.kubeconfig } };
      await expect(bench.run({ namespace }, {}, { ...minutesLater, ...asAdministrator }).ended).rejects.toMatchObject({
        code: 'trainer_pod_refused',
        details: { detail: expect.stringContaining('exceeded quota: none') as string },
      });
    });

    it('job trainer: a namespace where it has no rights is told, and nothing is tried again', async () => {
      await expect(bench.run({ namespace: 'default' }).ended).rejects.toMatchObject({ code: 'cluster_forbidden' });
    });

    it('job trainer: one that Pods cannot fetch their data for is told so', async () => {
      const { ended } = bench.run({}, {}, { exchangeUrl: `${bench.exchangeUrl}/elsewhere` });
      await expect(ended).rejects.toMatchObject({
        code: 'training_data_not_carried',
        details: { why: 'the builder answered for dataset with status 404' },
      });
    });

    it.each([
      ['Job', 'somebody removed its Job'],
      ['Pod', expect.stringMatching(/\w/) as string],
    ])('job trainer: a %s that somebody removes is missed', async (kind, why) => {
      const { ended, progress } = bench.run(slow(600));
      await until(() => progress.length > 0, ended);
      await inNamespace('delete', kind.toLowerCase(), '-l', 'steward/retraining=5', '--wait=false');
      await expect(ended).rejects.toMatchObject({ code: 'trainer_pod_lost', details: { why } });
    });

    it('job trainer: a Job of its name that is not its own is left alone', async () => {
      await inNamespace('create', 'job', 'hmeq-t5', `--image=${nowhere}`);
      await inNamespace('patch', 'job', 'hmeq-t5', '-p', '{"spec":{"suspend":true}}');
      await expect(bench.run({}).ended).rejects.toMatchObject({ code: 'cluster_object_foreign' });
      expect(await inNamespace('get', 'job', 'hmeq-t5', '-o', 'name')).toContain('hmeq-t5');
      await inNamespace('delete', 'job', 'hmeq-t5');
    });
  });

  describe('a trainer in a cluster through what happens meanwhile', () => {
    const uidOf = () => inNamespace('get', 'job', 'hmeq-t5', '-o', 'jsonpath={.metadata.uid}');
    const merelyStops = { isCalledOff: () => Promise.resolve(false) };

    it('job trainer: goes on when the cluster was away for a while', async () => {
      const config = await readFile(bench.kubeconfig, 'utf8');
      const [, port = ''] = /server: https:\/\/127\.0\.0\.1:(\d+)/.exec(config) ?? [];
      const proxy = await startTcpProxy(Number(port));
      const kubeconfig = `${bench.kubeconfig}.proxy`;
      await writeFile(kubeconfig, config.replace(`127.0.0.1:${port}`, `127.0.0.1:${proxy.port}`));
      proxy.pass(false);
      const { ended, progress, output } = bench.run(slow(3), {}, { cluster: { kubeconfig } });
      await until(() => proxy.refused() > 1, ended);
      proxy.pass(true);
      await until(() => progress.length > 0, ended);
      proxy.pass(false);
      const refused = proxy.refused();
      await until(() => proxy.refused() > refused + 3, ended);
      proxy.pass(true);
      await ended;
      expect(await readFile(join(output, 'package.zip'), 'utf8')).toBe('made');
      await proxy.close();
      await bench.isGone();
    });

    it('job trainer: another builder goes on with the Job of one that stopped, and tells nothing twice', async () => {
      const first = bench.run(slow(8), {}, merelyStops);
      await until(() => first.progress.length > 0, first.ended);
      const job = await uidOf();
      first.callOff();
      await expect(first.ended).rejects.toThrow('called off');
      expect(await uidOf()).toBe(job);
      const second = bench.run(slow(8), {}, merelyStops);
      await until(() => second.progress.length > 0, second.ended);
      expect(await uidOf()).toBe(job);
      await second.ended;
      expect(second.progress.map(({ progress }) => progress)).toEqual([0.5, 1]);
      expect(await readFile(join(second.output, 'package.zip'), 'utf8')).toBe('made');
      await bench.isGone();
    });

    it('job trainer: begins anew where it is not known whether the Job has its token', async () => {
      const first = bench.run(slow(600), {}, merelyStops);
      await until(() => first.progress.length > 0, first.ended);
      const job = await uidOf();
      first.callOff();
      await expect(first.ended).rejects.toThrow('called off');
      await bench.exchange.close('t5');
      const second = bench.run(slow(1));
      await second.ended;
      expect(await readFile(join(second.output, 'package.zip'), 'utf8')).toBe('made');
      expect(job).not.toBe('');
      await bench.isGone();
    });

    it('job trainer: neither the trainer nor who reads Jobs, Pods and logs sees the token, nor rows', async () => {
      const { ended, progress, output } = bench.run(
        node(`${say(0.5)} setTimeout(() => fs.writeFileSync(file, JSON.stringify(process.env)), 3_000);`),
      );
      await until(() => progress.length > 0, ended);
      const secret = await inNamespace(
        'get',
        'secret',
        '-l',
        'steward/retraining=5',
        '-o',
        'jsonpath={.items[0].data.token}',
      );
      const token = Buffer.from(secret, 'base64').toString();
      expect(token).toHaveLength(43);
      const seen = [
        await inNamespace('get', 'jobs,pods,events', '-o', 'yaml'),
        await inNamespace('logs', '-l', 'steward/retraining=5', '-c', 'fetch'),
      ];
      await ended;
      seen.push(await readFile(join(output, 'package.zip'), 'utf8'));
      expect(seen.join('\n')).not.toContain(token);
      expect(seen.join('\n')).not.toContain(secret);
      expect(seen.join('\n')).not.toContain(marker);
      await bench.isGone();
      expect(bench.faults).toEqual([]);
    });
  });
});
