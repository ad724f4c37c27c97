import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { requestTokens } from '../../../activities/target/kubernetes/request-tokens';
import type { DeploymentRef, Observation } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { describePreparation } from '../../../formats/kubernetes/describe-preparation';
import { stageRequestOf, type TargetUnderTest } from '../../contracts/target';
import { clusterTools } from '../../support/kubernetes/cluster';
import { type KubernetesBench, openKubernetesTarget } from './kubernetes-target-bench';

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

/** The cluster has the types; what their controllers write as status, these tests write in their place. */
describeOnCluster('a cluster with parts of OpenShift', () => {
  let bench: KubernetesBench;

  beforeAll(async () => {
    bench = await openKubernetesTarget();
  }, 300_000);
  afterAll(() => bench.close());
  beforeEach(() => bench.clear());

  const place = (environment: string) => ({ project: bench.project, environment });
  const request = (environment: string, model = bench.models.first) =>
    stageRequestOf(bench, place(environment), 1, model);
  const withRoute = (host?: string): KubernetesSpec => ({
    ...bench.spec,
    route: host === undefined ? {} : { host },
  });
  const kubectl = (...args: string[]) => bench.cluster.kubectl('-n', bench.namespace, ...args);

  async function writeStatus(kind: string, name: string, status: object): Promise<void> {
    await kubectl('patch', kind, name, '--subresource=status', '--type=merge', '-p', JSON.stringify({ status }));
  }

  const ingress = (host: string, condition: object) => ({ ingress: [{ host, conditions: [condition] }] });

  async function until(
    target: TargetUnderTest['target'],
    release: DeploymentRef,
    enough: (seen: Observation) => boolean,
  ): Promise<Observation> {
    for (;;) {
      const seen = await target.observe(release);
      if (enough(seen)) return seen;
      await wait(200);
    }
  }
  const saying = (words: RegExp) => (seen: Observation) => 'detail' in seen && words.test(seen.detail);

  it('kubernetes target: a Route is waited for until a router admits it, and is then the address', async () => {
    const target = bench.targetFor(withRoute());
    const release = request('outside');
    await target.plan(release);
    await target.stage(release);
    await until(target, release, saying(/Route gone-outside waits for a router/));
    await writeStatus('route', 'gone-outside', ingress('gone.apps.test', { type: 'Admitted', status: 'True' }));
    await until(target, release, ({ state }) => state === 'ready');
    await target.switchTo(release, undefined);
    expect(await target.endpoint(release, bench.models.first.manifest)).toMatchObject({
      address: 'https://gone.apps.test/v1/models/gone',
    });
    const route = JSON.parse(await kubectl('get', 'route', 'gone-outside', '-o', 'json')) as { spec: object };
    expect(route.spec).toMatchObject({
      to: { kind: 'Service', name: 'gone-outside' },
      port: { targetPort: 'rest' },
      tls: { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect' },
    });
  });

  it('kubernetes target: says why a router refuses a Route', async () => {
    const target = bench.targetFor(withRoute('taken.apps.test'));
    const release = request('refused');
    await target.stage(release);
    const refusal = { type: 'Admitted', status: 'False', reason: 'HostAlreadyClaimed', message: 'route other has it' };
    await writeStatus('route', 'gone-refused', ingress('taken.apps.test', refusal));
    expect(await until(target, release, ({ state }) => state === 'failed')).toEqual({
      state: 'failed',
      code: 'stage_route_refused',
      detail: 'Route gone-refused: HostAlreadyClaimed: route other has it.',
    });
  });

  it('kubernetes target: never takes the host from clients that come by it', async () => {
    await expect(bench.targetFor(withRoute('other.apps.test')).plan(request('refused'))).rejects.toMatchObject({
      code: 'route_host_kept',
      details: { host: 'taken.apps.test', asked: 'other.apps.test' },
    });
  });

  it("kubernetes target: leaves somebody else's Route of its name alone", async () => {
    const foreign = { apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata: { name: 'gone-foreign' } };
    const file = `${bench.cluster.kubeconfig}.route.json`;
    await writeFile(file, JSON.stringify({ ...foreign, spec: { to: { kind: 'Service', name: 'other' } } }));
    await kubectl('create', '-f', file);
    await expect(bench.targetFor(withRoute()).plan(request('foreign'))).rejects.toMatchObject({
      code: 'cluster_object_foreign',
    });
  });

  describe("with images in the cluster's own registry", () => {
    const fromStream = (): KubernetesSpec => ({ ...bench.spec, imageStream: true });
    const repositories = () => ({
      inside: `registry.local:${bench.cluster.registry.split(':')[1]}/models/gone`,
      outside: `${bench.cluster.registry}/models/gone`,
    });

    it('kubernetes target: names an ImageStream that is missing, and one of another registry', async () => {
      const target = bench.targetFor(fromStream());
      await expect(target.plan(request('stream'))).rejects.toMatchObject({
        code: 'image_stream_missing',
        details: { name: 'gone', namespace: bench.namespace },
      });
      await kubectl('create', '-f', await streamFile());
      await writeStatus('imagestream', 'gone', { dockerImageRepository: 'registry.elsewhere:5000/ns/gone' });
      await expect(target.plan(request('stream'))).rejects.toMatchObject({
        code: 'image_stream_elsewhere',
        details: { names: 'registry.elsewhere:5000/ns/gone' },
      });
    });

    it('kubernetes target: nodes pull by the name that the ImageStream has within the cluster', async () => {
      const { inside, outside } = repositories();
      const status = { dockerImageRepository: inside, publicDockerImageRepository: outside };
      await writeStatus('imagestream', 'gone', status);
      const target = bench.targetFor(fromStream());
      const release = request('stream');
      const planned = await target.plan(release);
      const staging = target.stage(release);
      // As OpenShift does for a new ServiceAccount, a moment later.
      await giveAccount('gone-stream', 'gone-stream-dockercfg-x7k2p');
      await staging;
      await until(target, release, ({ state }) => state === 'ready');
      await target.switchTo(release, undefined);
      expect(await target.plan(release)).toMatchObject({ digest: expect.any(String) as string });
      expect(planned.lines.join('\n')).toContain('gone-stream-r1');
      const image = 'jsonpath={.spec.template.spec.containers[?(@.name=="model")].image}';
      expect(await kubectl('get', 'deployment', 'gone-stream-r1', '-o', image)).toBe(
        `${inside}@${bench.models.first.image}`,
      );
      const secrets = 'jsonpath={.spec.template.spec.imagePullSecrets[*].name}';
      expect(await kubectl('get', 'deployment', 'gone-stream-r1', '-o', secrets)).toBe('gone-stream-dockercfg-x7k2p');
    });

    async function giveAccount(account: string, secret: string): Promise<void> {
      const patch = JSON.stringify({ imagePullSecrets: [{ name: secret }] });
      for (;;) {
        const given = kubectl('patch', 'serviceaccount', account, '--type=merge', '-p', patch).catch(() => undefined);
        if ((await given) !== undefined) return;
        await wait(200);
      }
    }

    async function streamFile(): Promise<string> {
      const file = `${bench.cluster.kubeconfig}.stream.json`;
      const stream = { apiVersion: 'image.openshift.io/v1', kind: 'ImageStream', metadata: { name: 'gone' } };
      await writeFile(file, JSON.stringify(stream));
      return file;
    }
  });

  it('kubernetes target: the rights that are prepared are enough for Route, ImageStream and the tokens of the registry', async () => {
    const { cluster, models } = bench;
    const spec: KubernetesSpec = { ...withRoute('prepared.apps.test'), imageStream: true, namespace: 'prepared' };
    const file = `${cluster.kubeconfig}.prepared`;
    await writeFile(`${file}.yaml`, describePreparation(place('prepared'), spec));
    await cluster.kubectl('apply', '-f', `${file}.yaml`);
    const status = { dockerImageRepository: `${cluster.registry}/models/gone` };
    await cluster.kubectl(
      ...['-n', 'prepared', 'patch', 'imagestream', 'gone', '--subresource=status', '--type=merge'],
      ...['-p', JSON.stringify({ status })],
    );
    await cluster.becomeAccount(file, 'prepared', 'steward');
    const target = bench.targetFor(spec, file);
    const release = stageRequestOf(bench, place('prepared'), 1, models.first);
    await target.plan(release);
    await target.stage(release);
    const tokens = { cluster: { kubeconfig: file }, namespace: 'prepared', account: 'steward' };
    let now = Date.now();
    const next = requestTokens({ ...tokens, now: () => now });
    const token = await next();
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
    await writeFile(`${file}.review.json`, JSON.stringify(review));
    expect(await cluster.kubectl('create', '-f', `${file}.review.json`, '-o', 'json')).toContain(
      '"username": "system:serviceaccount:prepared:steward"',
    );
    expect(secondsOf(token)).toBeLessThanOrEqual(3_607);
    expect(await next()).toBe(token);
    now += 50 * 60_000;
    expect(await next()).not.toBe(token);
    await expect(requestTokens({ ...tokens, account: 'default', now: Date.now })()).rejects.toMatchObject({
      code: 'cluster_forbidden',
    });
  });

  it('kubernetes target: says what a cluster without Routes does not have', async () => {
    await bench.cluster.kubectl('delete', 'crd', 'routes.route.openshift.io');
    const target = bench.targetFor(withRoute());
    await expect(target.plan(request('plain'))).rejects.toMatchObject({
      code: 'cluster_without',
      details: { kind: 'Route', key: 'route' },
    });
    await expect(bench.target.plan(request('plain'))).resolves.toBeDefined();
  });
});

/** How long a token is good for. */
function secondsOf(token: string): number {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    'exp' | 'iat',
    number
  >;
  return claims.exp - claims.iat;
}
