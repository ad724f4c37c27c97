import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connectDatabase, type Database } from '../../database/database';
import { getRelease, listReleases } from '../../database/releases';
import type { KubernetesSpec } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { sampleWorkplace } from '../../playground/connector/sample-workplace';
import { appPassword, dana, type Driver, hmeq, lena, standIn } from '../playground/connector/stand-in';
import { clusterTools, startCluster, type TestCluster } from '../support/kubernetes/cluster';
import { relayTo } from '../support/kubernetes/relay';
import { modelServerCommand } from '../support/kubernetes/serving-images';
import { makeStewardImages } from '../support/kubernetes/steward-images';
import { type Pressed, until } from '../support/laptop-driver';
import { decisionLine } from '../support/play';
import { applyTestProject } from '../support/release-fixtures';
import { repositoryRoot } from '../support/run-state';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { testProject } from '../support/steward';
import { type OverlayParts, relayPort, writeComposition, writeOverlay } from './overlay-of-tests';

jest.setTimeout(600_000);

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;
const deployments = ['steward-bot', 'steward-worker', 'steward-builder'];
const spec: KubernetesSpec = {
  ...{ kind: 'kubernetes', namespace: 'steward-models', replicas: 1, probesFrom: [], spoolMegabytes: 16 },
  ...{ recorderSecret: 'steward-recorder', resources: { cpu: '20m', memory: '256Mi' } },
};

describeOnCluster('Steward in a cluster', () => {
  let cluster: TestCluster;
  let database: Database;
  let driver: Driver;
  let parts: OverlayParts;
  let nextImage = '';
  let botUrl = '';
  /** What ends them, in the order in which they came up. */
  const started: (() => Promise<void>)[] = [];

  afterAll(async () => {
    for (const close of started.reverse()) await close();
  });
  const folder = scratchFolder();
  const inSteward = (...args: readonly string[]) => cluster.kubectl('-n', 'steward', ...args);
  const address = (service: string) => inSteward('get', 'service', service, '-o', 'jsonpath={.spec.clusterIP}');

  beforeAll(async () => {
    cluster = await startCluster();
    started.push(() => cluster.close());
    const images = await makeStewardImages(cluster.registry);
    const [steward, postgres, temporal] = [
      await images.steward('first'),
      await images.postgres(),
      await images.temporal(),
    ];
    nextImage = await images.steward('second');
    await images.close();

    const { connector, ...played } = await standIn({ botUrl: () => botUrl });
    ({ driver } = played);
    const relay = await relayTo(new URL(connector.origin), cluster.hostAddress);
    started.push(
      () => connector.stop(),
      () => relay.close(),
    );
    // Pods know the registry by this name, as the node does.
    const registry = cluster.registry.replace(/^[^:]+/, 'registry.local');
    const known = (image: string) => image.replace(cluster.registry, registry);
    parts = {
      images: {
        steward: known(steward),
        'docker.io/library/postgres': known(postgres),
        'docker.io/temporalio/temporal': known(temporal),
      },
      settings: {
        ...{ STEWARD_REGISTRY: `${registry}/credit`, STEWARD_REGISTRY_PLAIN_HTTP: registry },
        ...{ STEWARD_GATEWAY_IMAGE: known(steward), STEWARD_CONNECTOR_URL: connector.origin },
        ...{ STEWARD_BOT_APP_ID: sampleWorkplace.bot.appId, STEWARD_BOT_TENANT_ID: sampleWorkplace.tenantId },
      },
      relays: [`0.0.0.0:${relayPort}=127.0.0.1:7711`, `${new URL(connector.origin).host}=${new URL(relay.url).host}`],
    };
    for (const file of ['base/namespace.yaml', 'models/namespace.yaml'])
      await cluster.kubectl('apply', '-f', path.join(repositoryRoot, 'deploy', file));
  });

  /** Brings all of it up, and applies a project that releases beside it. */
  async function install(): Promise<void> {
    const passwords = await makeSecrets();
    await apply();
    botUrl = `http://${await address('steward-messages')}:7711/api/messages`;
    const login = `steward_service:${passwords.application}`;
    database = connectDatabase({
      url: `postgres://${login}@${await address('steward-postgres')}:5432/steward`,
      max: 2,
    });
    started.push(() => database.close());
    const { environments, ...rest } = testProject();
    const { staging, production } = environments;
    if (!staging || !production) throw new Error('the test project has other environments');
    const base = { kind: 'image', reference: parts.images.steward } as const;
    await applyTestProject(database, {
      ...rest,
      environments: { staging, production: { ...production, target: spec } },
      serving: { bases: [{ base, server: { command: modelServerCommand } }] },
    });
    await driver.call('POST', '/installations', { as: lena, conversation: hmeq });
    await say(lena, 'connect hmeq');
  }

  /** As the README has people make them; nothing of them is in a manifest. */
  async function makeSecrets() {
    const word = () => randomBytes(12).toString('hex');
    const made = { admin: word(), owner: word(), application: word(), recorder: word() };
    const secret = (namespace: string, name: string, values: Readonly<Record<string, string>>) =>
      cluster.kubectl(
        ...['-n', namespace, 'create', 'secret', 'generic', name],
        ...Object.entries(values).map(([key, value]) => `--from-literal=${key}=${value}`),
      );
    const url = (login: string, password: string) =>
      `postgres://${login}:${password}@steward-postgres.steward.svc:5432/steward`;
    await secret('steward', 'steward-postgres', made);
    await secret('steward', 'steward-database', {
      'owner-url': url('steward_owner', made.owner),
      'application-url': url('steward_service', made.application),
    });
    await secret('steward', 'steward-bot', { password: appPassword });
    await secret('steward-models', 'steward-recorder', { 'database-url': url('steward_recorder', made.recorder) });
    return made;
  }

  /** Applies the overlay and waits until all of it runs. */
  async function apply(): Promise<void> {
    const overlay = await writeOverlay(folder, parts);
    await inSteward('delete', 'job', 'steward-migrate', '--ignore-not-found');
    await cluster.kubectl('apply', '--server-side', '--warnings-as-errors', '-k', overlay);
    for (const name of [
      'statefulset/steward-postgres',
      'statefulset/steward-temporal',
      ...deployments.map((one) => `deployment/${one}`),
    ])
      await inSteward('rollout', 'status', name, '--timeout=240s');
  }

  /** Again while nobody listens: Services follow their Pods by some hundred milliseconds. */
  const say = (as: string, text: string): Promise<number> =>
    until(`the bot hears ${text}`, async () => {
      const where = `/conversations/${encodeURIComponent(hmeq)}/messages`;
      const { deliveries } = await driver.call<Pressed>('POST', where, { as, text });
      const status = deliveries[0]?.status ?? 0;
      if (status !== 200 && status !== 202 && status !== 0) throw new Error(`${text}: ${JSON.stringify(deliveries)}`);
      return status === 0 ? undefined : status;
    });
  const newest = async (): Promise<number> => (await listReleases(database, 'hmeq', 1))[0]?.number ?? 0;

  async function ask(line: string): Promise<number> {
    const before = await newest();
    await say(dana, line);
    return until(`a release by ${line}`, async () => ((await newest()) > before ? newest() : undefined));
  }

  async function inState(number: number, ...states: Release['state'][]): Promise<Release> {
    for (let looks = 1; ; looks += 1)
      try {
        return await until(`r${number} ${states.join(' or ')}`, async () => {
          const release = await getRelease(database, number);
          return [...states, 'failed'].includes(release.state) ? release : undefined;
        });
      } catch (error) {
        if (looks === 4) throw error;
      }
  }

  /** By the internal API, with a token that the shell in the cluster makes. */
  async function register(seed: number): Promise<void> {
    const file = path.join(folder, `${seed}.zip`);
    await writeSmallPackage(file, seed);
    const verb = ['token', 'create', '--for', dana, '--scope', 'versions:write'];
    const printed = await inSteward(
      'exec',
      'deployment/steward-bot',
      '-c',
      'bot',
      '--',
      'node',
      'dist/cli/main.js',
      ...verb,
    );
    const token = /stw_[\w-]+/.exec(printed)?.[0] ?? '';
    const answer = await fetch(`http://${await address('steward-api')}:7712/api/projects/hmeq/versions`, {
      ...{ method: 'POST', body: await readFile(file) },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/zip' },
    });
    expect({ status: answer.status, body: await answer.text() }).toMatchObject({ status: 201 });
  }

  async function score(): Promise<number> {
    const where = ['-n', 'steward-models', 'get', 'service', 'hmeq-production', '-o', 'jsonpath={.spec.clusterIP}'];
    const body = '{"examples":[{"LOAN":1500.0,"DEBTINC":70.0,"JOB":"Office"}]}';
    const answer = await fetch(`http://${await cluster.kubectl(...where)}:8501/v1/models/hmeq:classify`, {
      method: 'POST',
      body,
    });
    return answer.status;
  }

  const serving = async () =>
    (await database.query<{ version: string }>(`select version from scored_rows order by id desc limit 1`))[0]?.version;

  it.each(['kubernetes', 'openshift'])(
    'Steward in a cluster: the API server takes the overlay for %s under the restricted level',
    async (name) => {
      const overlay = path.join(repositoryRoot, 'deploy/overlays', name);
      const words = ['apply', '--server-side', '--dry-run=server', '--warnings-as-errors', '-k', overlay];
      const taken = await cluster.kubectl(...words);
      for (const deployment of deployments) expect(taken).toContain(`deployment.apps/${deployment} serverside-applied`);
      expect(taken).toContain(
        name === 'openshift'
          ? 'route.route.openshift.io/steward-messages'
          : 'ingress.networking.k8s.io/steward-messages',
      );
    },
  );

  it.each([
    ['overlays/kubernetes', ['exchange', 'volume-group'], 'networkpolicy.networking.k8s.io/steward-exchange'],
    ['overlays/openshift', ['exchange'], 'networkpolicy.networking.k8s.io/steward-exchange'],
    ['models', ['route', 'image-stream', 'trainer'], 'rolebinding.rbac.authorization.k8s.io/'],
  ])('Steward in a cluster: the API server takes %s with its components', async (part, components, made) => {
    const overlay = await writeComposition(folder, part, components);
    const words = ['apply', '--server-side', '--dry-run=server', '--warnings-as-errors', '-k', overlay];
    const taken = await cluster.kubectl(...words);
    expect(taken).toContain(made);
  });

  it('Steward in a cluster: is let in under the restricted level, and `steward check` finds nothing wrong from inside', async () => {
    await install();
    const pods = await inSteward('get', 'pods', '-l', 'app.kubernetes.io/part-of=steward', '-o', 'name');
    expect(pods.split('\n').filter((name) => name !== '').length).toBeGreaterThanOrEqual(5);
    const inside = ['exec', 'deployment/steward-worker', '-c', 'worker', '--', 'node', 'dist/cli/main.js', 'check'];
    const printed = await inSteward(...inside);
    expect(printed).not.toMatch(/^failed/m);
    expect(printed).toContain('as system:serviceaccount:steward:steward-worker');
    expect(printed).toMatch(/^ok +hmeq production: rights/m);
    expect(printed).toMatch(/^ok +Registry: push/m);
  });

  it('Steward in a cluster: releases a model beside itself, whose answers are recorded', async () => {
    await register(1);
    const waiting = await inState(await ask('deploy v1 to production'), 'waiting');
    await say(lena, decisionLine(waiting));
    expect(await inState(waiting.number, 'serving')).toMatchObject({ state: 'serving', version: 'v1' });
    expect(await score()).toBe(200);
    expect(await until('a recorded row', serving)).toBe('v1');
  });

  it('Steward in a cluster: an upgrade of all its Pods leaves a waiting approval what it was', async () => {
    await register(2);
    const waiting = await inState(await ask('deploy v2 to production'), 'waiting');
    const registry = parts.settings['STEWARD_REGISTRY_PLAIN_HTTP'] ?? '';
    parts = { ...parts, images: { ...parts.images, steward: nextImage.replace(cluster.registry, registry) } };
    await apply();
    const images = await inSteward('get', 'pods', '-o', 'jsonpath={.items[*].spec.containers[*].image}');
    expect(images).toContain(nextImage.split('@')[1]);
    expect(await getRelease(database, waiting.number)).toMatchObject({ state: 'waiting' });
    expect(await score()).toBe(200);
    await say(lena, decisionLine(waiting));
    expect(await inState(waiting.number, 'serving')).toMatchObject({ state: 'serving', version: 'v2' });
    const row = await until('a row of v2', async () => {
      expect(await score()).toBe(200);
      const version = await serving();
      return version === 'v2' ? version : undefined;
    });
    expect(row).toBe('v2');
  });
});
