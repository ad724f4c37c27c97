import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Digest } from '../../../domain/digest';
import type { StageRequest } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { describePreparation } from '../../../formats/kubernetes/describe-preparation';
import { type PublishedModel, describeTarget, stageRequestOf } from '../../contracts/target';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type KubernetesBench, openKubernetesTarget } from './kubernetes-target-bench';

/** A cluster, images and packages are made first: minutes on a machine that is busy. */
jest.setTimeout(300_000);

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

/** Takes all memory that there is. */
const greedy = 'for (const all = []; ; ) all.push(Buffer.alloc(1_000_000, 1));';

/** Somebody who may do nothing but look at Deployments and Services. */
const looker = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: looker }
rules:
  - { apiGroups: [apps], resources: [deployments], verbs: [get, list] }
  - { apiGroups: [''], resources: [services, serviceaccounts], verbs: [get, list] }
`;

describeOnCluster('a cluster', () => {
  let opened: Promise<KubernetesBench> | undefined;
  const open = () => (opened ??= openKubernetesTarget());
  afterAll(async () => (await opened)?.close());

  describeTarget('kubernetes target', async () => ({ ...(await open()), close: () => Promise.resolve() }));

  describe('a release that does not come up', () => {
    let bench: KubernetesBench;
    const faults = {
      pull: {},
      memory: { resources: { cpu: '50m', memory: '64Mi' } },
      secret: { recorderSecret: 'nowhere' },
      quota: {},
    } satisfies Record<string, Partial<KubernetesSpec>>;
    type Fault = keyof typeof faults;
    const releases = Object.keys(faults) as Fault[];

    const specOf = (fault: Fault): KubernetesSpec => ({ ...bench.spec, ...faults[fault] });
    const requestOf = (fault: Fault): StageRequest => {
      const request = stageRequestOf(
        bench,
        { project: 'gone', environment: fault },
        1 + releases.indexOf(fault),
        bench.models.first,
      );
      if (fault === 'memory') return { ...request, server: { command: ['node', '-e', greedy] } };
      if (fault !== 'pull') return request;
      const image: Digest = `sha256:${'0'.repeat(64)}`;
      return { ...request, image, reference: request.reference.replace(request.image, image) };
    };
    let crowded = '';

    beforeAll(async () => {
      bench = await open();
      await bench.clear();
      crowded = await bench.cluster.makeNamespace();
      await bench.cluster.kubectl('-n', crowded, 'create', 'quota', 'none', '--hard=pods=0');
      for (const fault of releases) {
        const spec = fault === 'quota' ? { ...specOf(fault), namespace: crowded } : specOf(fault);
        await bench.targetFor(spec).stage(requestOf(fault));
      }
    });

    const failure = async (fault: Fault) => {
      const spec = fault === 'quota' ? { ...specOf(fault), namespace: crowded } : specOf(fault);
      const target = bench.targetFor(spec);
      for (;;) {
        const seen = await target.observe(requestOf(fault));
        if (seen.state === 'failed') return seen;
        expect(seen.state).toBe('starting');
        await wait(250);
      }
    };

    it.each([
      ['pull', 'stage_image_not_pulled', /not found/],
      ['memory', 'stage_out_of_memory', /Container model/],
      ['secret', 'stage_container_refused', /secret "nowhere" not found/],
      ['quota', 'stage_pods_refused', /exceeded quota: none/],
    ] as const)('kubernetes target: says why, for %s', async (fault, code, words) => {
      expect(await failure(fault)).toMatchObject({ code, detail: expect.stringMatching(words) as string });
    });
  });

  describe('what somebody does to our objects', () => {
    let bench: KubernetesBench;
    beforeAll(async () => {
      bench = await open();
      await bench.clear();
    });
    const place = (environment: string) => ({ project: 'gone', environment });
    const stageReady = async (environment: string, release: number, model: PublishedModel) => {
      const request = stageRequestOf(bench, place(environment), release, model);
      await bench.target.stage(request);
      while ((await bench.target.observe(request)).state !== 'ready') await wait(250);
      return request;
    };

    it('kubernetes target: gives no traffic to an image that somebody else put there', async () => {
      const { target, cluster, namespace, models } = bench;
      const release = await stageReady('swapped', 1, models.first);
      const image = `model=${models.second.reference}`;
      await cluster.kubectl('-n', namespace, 'set', 'image', 'deployment/gone-swapped-r1', image);
      expect(await target.observe(release)).toMatchObject({
        state: 'failed',
        code: 'stage_changed',
        detail: expect.stringContaining(models.second.image) as string,
      });
      await expect(target.switchTo(release, undefined)).rejects.toMatchObject({ code: 'switch_not_ready' });
      expect(await target.serving(place('swapped'))).toBeUndefined();
    });

    it('kubernetes target: goes on where the Service was deleted', async () => {
      const { target, cluster, namespace, models } = bench;
      const one = await stageReady('lost', 1, models.first);
      await target.switchTo(one, undefined);
      await cluster.kubectl('-n', namespace, 'delete', 'service', 'gone-lost');
      expect(await target.serving(place('lost'))).toBeUndefined();
      const two = await stageReady('lost', 2, models.second);
      await target.switchTo(two, 1);
      expect(await target.serving(place('lost'))).toMatchObject({ release: 2, image: models.second.image });
    });

    it('kubernetes target: leads back where the cluster does not follow, to what served or to nobody', async () => {
      const { target, models, spec } = bench;
      let minutes = 0;
      // For this one a minute passes between any two looks at the clock, so that no cluster follows in time.
      const hurried = bench.targetFor(spec, undefined, () => (minutes += 1) * 60_000);
      const notFollowed = { code: 'switch_not_followed', retryable: false };
      const one = await stageReady('hurried', 1, models.first);
      await expect(hurried.switchTo(one, undefined)).rejects.toMatchObject(notFollowed);
      expect(await target.serving(place('hurried'))).toBeUndefined();
      await target.switchTo(one, undefined);
      const two = await stageReady('hurried', 2, models.second);
      await expect(hurried.switchTo(two, 1)).rejects.toMatchObject(notFollowed);
      expect(await target.serving(place('hurried'))).toMatchObject({ release: 1, image: models.first.image });
      await target.switchTo(two, 1);
      expect(await target.serving(place('hurried'))).toMatchObject({ release: 2 });
    });

    it('kubernetes target: withdraws no Deployment of its name that is not its own', async () => {
      const { target, cluster, namespace } = bench;
      await cluster.kubectl(
        '-n',
        namespace,
        'create',
        'deployment',
        'gone-stranger-r1',
        '--image=nothing',
        '--replicas=0',
      );
      const stranger = { ...place('stranger'), release: 1 };
      await expect(target.withdraw(stranger)).rejects.toMatchObject({ code: 'cluster_object_foreign' });
      expect(await cluster.kubectl('-n', namespace, 'get', 'deployment', 'gone-stranger-r1', '-o', 'name')).toContain(
        'stranger',
      );
    });

    it('kubernetes target: Pods that were deleted are waited for, and nothing fails', async () => {
      const { target, cluster, namespace, models } = bench;
      const release = await stageReady('deleted', 1, models.first);
      await cluster.kubectl('-n', namespace, 'delete', 'pod', '-l', 'steward/environment=deleted', '--wait=false');
      const states = new Set<string>();
      for (let looks = 0; looks < 200; looks += 1) {
        const { state } = await target.observe(release);
        states.add(state);
        if (state === 'ready' && states.has('starting')) break;
        await wait(100);
      }
      expect([...states].sort()).toEqual(['ready', 'starting']);
    });
  });

  describe('with the rights that are prepared for it', () => {
    it('kubernetes target: needs no others, from plan to withdrawal', async () => {
      const bench = await open();
      await bench.clear();
      const { cluster, models } = bench;
      const spec: KubernetesSpec = { ...bench.spec, namespace: 'prepared' };
      const place = { project: 'gone', environment: 'prepared' };
      const file = `${cluster.kubeconfig}.prepared`;
      await writeFile(`${file}.yaml`, describePreparation(place, spec));
      await cluster.kubectl('apply', '-f', `${file}.yaml`);
      const secret = [
        'create',
        'secret',
        'generic',
        spec.recorderSecret,
        `--from-literal=database-url=${bench.recorderUrl}`,
      ];
      await cluster.kubectl('-n', 'prepared', ...secret);
      await cluster.becomeAccount(file, 'prepared', 'steward');
      const target = bench.targetFor(spec, file);
      const [one, two] = [
        stageRequestOf(bench, place, 1, models.first),
        stageRequestOf(bench, place, 2, models.second),
      ];
      for (const [request, previous] of [
        [one, undefined],
        [two, 1],
      ] as const) {
        await target.plan(request);
        await target.stage(request);
        while ((await target.observe(request)).state !== 'ready') await wait(250);
        const { call, contract, goldenRows } = models.first.manifest;
        expect(await target.probe(request, call, contract, goldenRows)).toHaveLength(goldenRows.length);
        await target.switchTo(request, previous);
      }
      await target.withdraw(one);
      expect(await target.deployments(place)).toEqual([{ ...place, release: 2 }]);
      expect(await target.serving(place)).toMatchObject({ release: 2 });
    });
  });

  describe('what the cluster refuses before anybody approves', () => {
    let bench: KubernetesBench;
    beforeAll(async () => {
      bench = await open();
    });
    const request = (environment: string) =>
      stageRequestOf(bench, { project: 'gone', environment }, 1, bench.models.first);

    it('kubernetes target: names a namespace that is missing', async () => {
      const target = bench.targetFor({ ...bench.spec, namespace: 'nowhere' });
      await expect(target.plan(request('missing'))).rejects.toMatchObject({
        code: 'cluster_namespace_missing',
        details: { namespace: 'nowhere' },
      });
    });

    it('kubernetes target: names the verb that it may not use', async () => {
      const { cluster, namespace } = bench;
      const file = `${cluster.kubeconfig}.looker`;
      await writeFile(`${file}.yaml`, looker);
      await cluster.kubectl('-n', namespace, 'apply', '-f', `${file}.yaml`);
      await cluster.kubectl('-n', namespace, 'create', 'serviceaccount', 'looker');
      await cluster.kubectl(
        '-n',
        namespace,
        'create',
        'rolebinding',
        'looker',
        '--role=looker',
        `--serviceaccount=${namespace}:looker`,
      );
      await cluster.becomeAccount(file, namespace, 'looker');
      const target = bench.targetFor(bench.spec, file);
      await expect(target.plan(request('forbidden'))).rejects.toMatchObject({
        code: 'cluster_forbidden',
        details: { verb: 'patch', what: 'serviceaccounts/gone-forbidden', namespace },
      });
      await rm(file);
    });

    it('kubernetes target: shows who else manages a field, and takes it over only when that was asked for', async () => {
      const { cluster, namespace, target } = bench;
      const service = {
        ...{ apiVersion: 'v1', kind: 'Service' },
        metadata: {
          name: 'gone-shared',
          labels: {
            'app.kubernetes.io/managed-by': 'steward',
            'steward/project': 'gone',
            'steward/environment': 'shared',
          },
        },
        spec: { selector: { app: 'other' }, ports: [{ name: 'rest', port: 8501, targetPort: 9999 }] },
      };
      const file = `${cluster.kubeconfig}.service.json`;
      await writeFile(file, JSON.stringify(service));
      await cluster.kubectl('-n', namespace, 'apply', '--server-side', '--field-manager=somebody', '-f', file);
      await expect(target.plan(request('shared'))).rejects.toMatchObject({
        code: 'cluster_field_conflict',
        details: { what: 'services/gone-shared', why: expect.stringContaining('somebody') as string },
      });
      const port = () =>
        cluster.kubectl(
          ...['-n', namespace, 'get', 'service', 'gone-shared', '-o', 'jsonpath={.spec.ports[0].targetPort}'],
        );
      expect(await port()).toBe('9999');
      const asked = request('shared');
      const plan = await target.plan({ ...asked, takeOver: { planned: [] } });
      const takeOver = { planned: plan.lines };
      expect(plan.lines).toContainEqual(
        expect.stringMatching(
          /^takes over of services\/gone-shared what somebody else manages: \.spec\.ports.*targetPort: .*"somebody"/,
        ),
      );
      expect(await port()).toBe('9999');
      expect((await target.plan({ ...asked, takeOver })).digest).toBe(plan.digest);
      await target.stage({ ...asked, takeOver });
      while ((await target.observe(asked)).state !== 'ready') await wait(250);
      for (const planned of [undefined, { planned: plan.lines.filter((line) => !line.includes('targetPort')) }])
        await expect(target.switchTo(asked, undefined, planned)).rejects.toMatchObject({
          code: 'cluster_field_conflict',
        });
      expect(await port()).toBe('9999');
      await target.switchTo(asked, undefined, takeOver);
      expect(await port()).not.toBe('9999');
      expect(await target.serving(asked)).toMatchObject({ release: asked.release });
    });

    it('kubernetes target: leaves a Service of its name that is not its own alone', async () => {
      const { cluster, namespace, target } = bench;
      await cluster.kubectl('-n', namespace, 'create', 'service', 'clusterip', 'gone-foreign', '--tcp=80:80');
      await expect(target.plan(request('foreign'))).rejects.toMatchObject({
        code: 'cluster_object_foreign',
        details: { what: 'services/gone-foreign' },
      });
    });

    it('kubernetes target: says that the API server is away, to be tried again', async () => {
      const file = `${bench.cluster.kubeconfig}.away`;
      await bench.cluster
        .kubectl('config', 'view', '--raw', '--flatten')
        .then((text) => writeFile(file, text.replace(/server: .*/, 'server: https://127.0.0.1:9')));
      await expect(bench.targetFor(bench.spec, file).serving(request('away'))).rejects.toMatchObject({
        code: 'cluster_away',
        retryable: true,
      });
    });
  });
});
