import { rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { StageRequest } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { describeTarget, stageRequestOf } from '../../contracts/target';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type KubernetesBench, openKubernetesTarget } from './kubernetes-target-bench';

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
  - { apiGroups: [''], resources: [services], verbs: [get, list] }
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
      room: { resources: { cpu: '500', memory: '256Mi' } },
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
      const nowhere = request.reference.replace(/@sha256:.{8}/, '@sha256:00000000');
      return { ...request, reference: nowhere };
    };
    let crowded = '';

    beforeAll(async () => {
      bench = await open();
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
      ['room', 'stage_unschedulable', /Insufficient cpu/],
      ['secret', 'stage_container_refused', /secret "nowhere" not found/],
      ['quota', 'stage_pods_refused', /exceeded quota: none/],
    ] as const)('kubernetes target: says why, for %s', async (fault, code, words) => {
      expect(await failure(fault)).toMatchObject({ code, detail: expect.stringMatching(words) as string });
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
      const token = (await cluster.kubectl('-n', namespace, 'create', 'token', 'looker')).trim();
      await cluster.kubectl('config', 'view', '--raw', '--flatten').then((text) => writeFile(file, text));
      await cluster.withConfig(file, 'config', 'set-credentials', 'looker', `--token=${token}`);
      await cluster.withConfig(file, 'config', 'set-context', '--current', '--user=looker');
      const target = bench.targetFor(bench.spec, file);
      await expect(target.plan(request('forbidden'))).rejects.toMatchObject({
        code: 'cluster_forbidden',
        details: { verb: 'patch', what: 'serviceaccounts/gone-forbidden', namespace },
      });
      const message = await target.plan(request('forbidden')).catch((error: Error) => error.message);
      expect(message).not.toContain(token);
      await rm(file);
    });

    it('kubernetes target: shows who else manages a field, and takes nothing over', async () => {
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
      const port = await cluster.kubectl(
        '-n',
        namespace,
        'get',
        'service',
        'gone-shared',
        '-o',
        'jsonpath={.spec.ports[0].targetPort}',
      );
      expect(port).toBe('9999');
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
