import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createAppendBuilder } from '../../activities/image/append/create-append-builder';
import { createKubernetesTarget } from '../../activities/target/kubernetes/create-kubernetes-target';
import type { KubernetesSpec, ProjectFile } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { extractModel } from '../../formats/package/model-files';
import { parseSettings } from '../../formats/settings/parse-settings';
import { createKeeping, type Keeping } from '../../worker/wiring/create-keeping';
import { recordingLogger } from '../bot/teams/edge-fixture';
import { addGatewayLogin } from '../support/databases';
import { clusterTools, startCluster, type TestCluster } from '../support/kubernetes/cluster';
import { relayTo, type Relay } from '../support/kubernetes/relay';
import { makeServingImages, modelServerCommand } from '../support/kubernetes/serving-images';
import { decisionLine, playIn } from '../support/play';
import { testServers } from '../support/run-state';
import { createScoringClient } from '../support/scoring-client';
import { scratchFolder } from '../support/scratch-folder';
import { filesBelow, type Place, rowsOf, searchSecrets } from '../support/search-secrets';
import { writeSmallPackage } from '../support/small-package';
import { dana, ivo, lena, startSteward, testProject, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

jest.setTimeout(240_000);

/** Found where it is, and nowhere by chance. */
function randomMark(): string {
  return `marked${randomBytes(12).toString('hex')}`;
}

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

describeOnCluster('a release to a cluster', () => {
  let temporal: TestTemporal;
  let steward: TestSteward;
  let cluster: TestCluster;
  let relay: Relay;
  let keeping: Keeping;
  let spec: KubernetesSpec;
  let base = '';
  const secrets = { recorder: randomMark(), registry: randomMark(), garbled: randomMark() };

  // Before the folder, as hooks run in this order: what lies in it must have ended when it goes.
  afterAll(async () => {
    await steward.stop();
    await temporal.close();
    await relay.close();
    await keeping.close();
    await cluster.close();
  });
  const folder = scratchFolder();
  const { say, ask, inState, until, messages } = playIn(() => steward);

  beforeAll(async () => {
    cluster = await startCluster();
    const images = await makeServingImages(cluster.registry, () => Promise.resolve());
    base = await images.push('bases/model-server', 'base');
    const gatewayImage = await images.push('steward', 'gateway');
    await images.close();
    const namespace = await cluster.makeNamespace();
    spec = {
      ...{ kind: 'kubernetes', namespace, replicas: 2, probesFrom: [], spoolMegabytes: 16 },
      ...{ recorderSecret: 'steward-recorder', resources: { cpu: '50m', memory: '256Mi' } },
    };
    keeping = createKeeping(
      parseSettings('builder', {
        ...{ STEWARD_HOME: folder, STEWARD_REGISTRY: `${cluster.registry}/credit` },
        ...{ STEWARD_REGISTRY_USER: 'steward', STEWARD_REGISTRY_PASSWORD: secrets.registry },
        ...{ STEWARD_DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing', TEMPORAL_ADDRESS: '127.0.0.1:9' },
        ...{ STEWARD_HEALTH_PORT: '0', STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:9' },
        STEWARD_LOCAL_HOST_TOKEN: 'nobody listens to this token',
      }),
      recordingLogger([]),
    );
    temporal = await connectTestTemporal();
    const { client, connection: native, namespace: engine } = temporal;
    steward = await startSteward({
      folder,
      temporal: { client, native, namespace: engine },
      project: projectIn(modelServerCommand),
      adjust: (deps) => ({
        ...deps,
        builder: createAppendBuilder({
          ...{ place: keeping.place, workDirectory: path.join(folder, 'builds'), extractModel },
        }),
        target: () =>
          createKubernetesTarget(spec, {
            ...{ cluster: { kubeconfig: cluster.kubeconfig }, gatewayImage, now: Date.now, pause: deps.pause },
            imageName: (project, image) => `${cluster.registry}/credit/${project}@${image}`,
          }),
      }),
    });
    relay = await relayTo(new URL(await addGatewayLogin(steward, secrets.recorder)), cluster.hostAddress);
    const secret = ['create', 'secret', 'generic', 'steward-recorder', `--from-literal=database-url=${relay.url}`];
    await cluster.kubectl('-n', namespace, ...secret);
    await say(lena, 'connect hmeq');
    for (const seed of [1, 2, 3]) {
      await writeSmallPackage(path.join(steward.inbox, `${seed}.zip`), seed);
      await say(dana, `register ${seed}.zip`);
    }
  });

  function projectIn(command: readonly string[]): ProjectFile {
    const { environments, ...rest } = testProject();
    const { staging, production } = environments;
    if (!staging || !production) throw new Error('the test project has other environments');
    return {
      ...rest,
      environments: { staging, production: { ...production, target: spec } },
      serving: { bases: [{ base: { kind: 'image', reference: base }, server: { command } }] },
    };
  }

  async function bring(line: string): Promise<Release> {
    const waiting = await inState(await ask(dana, line), 'waiting', 'failed');
    await say(lena, decisionLine(waiting));
    return inState(waiting.number, 'serving', 'failed');
  }

  /** The address of the environment's Service, which stays the same. */
  async function openAddress(): Promise<string> {
    const get = ['get', 'service', 'hmeq-production', '-o', 'jsonpath={.spec.clusterIP}'];
    return `http://${await cluster.kubectl('-n', spec.namespace, ...get)}:8501/v1/models/hmeq:classify`;
  }

  /** By a connection of its own each time: one that is kept leads to the Pod that it was made to, for as long as that lives. */
  const { scoreOne, scoreUntil } = createScoringClient('close');

  interface Recorded {
    readonly reference: string;
    readonly version: string;
    readonly score: number;
  }

  /** What PostgreSQL has under the name, once it has all that was answered. */
  function recorded(name: string, rows: number): Promise<readonly Recorded[]> {
    return until(async () => {
      const found = await steward.database.query<Recorded>(
        'select reference, version, score from scored_rows where reference like $1',
        [`${name}-%`],
      );
      return found.length >= rows ? found : undefined;
    });
  }

  /** What the version answers, once the nodes lead new connections to it: they follow a Service by some hundred milliseconds. */
  async function settled(address: string, version: string): Promise<number> {
    for (let at = 0; ; at += 1) {
      const name = `settled-${version}-${at}`;
      const answer = await scoreOne(address, `${name}-0`);
      expect(answer.status).toBe(200);
      const [row] = await recorded(name, 1);
      if (row?.version === version) return row.score;
    }
  }

  it('a release to a cluster: is pushed, staged by digest, verified without traffic, switched, and its scores are recorded', async () => {
    const served = await bring('deploy v1 to production');
    expect(served).toMatchObject({ state: 'serving', version: 'v1', verified: { golden: true } });
    const address = await openAddress();
    const answers = await Promise.all([0, 1, 2, 3, 4].map((at) => scoreOne(address, `first-${at}`)));
    const rows = await recorded('first', 5);
    expect(rows).toHaveLength(5);
    for (const { reference, score } of answers)
      expect(rows.find((row) => row.reference === reference)).toMatchObject({ version: 'v1', score });
    const image = await cluster.kubectl(
      ...['-n', spec.namespace, 'get', 'pods', '-l', `steward/release=${served.number}`],
      ...['-o', 'jsonpath={.items[0].spec.containers[?(@.name=="model")].image}'],
    );
    expect(image).toContain(`@${served.image?.digest}`);
  });

  it.each([
    ['one connection after the other', 'v2', 'close'],
    ['a connection that is kept', 'v1', 'keep-alive'],
  ])(
    'a release to a cluster: the next version takes over under a client with %s, which sees no failure',
    async (_, version, connection) => {
      const address = await openAddress();
      const deploying = bring(`deploy ${version} to production`);
      const [served, answered] = await createScoringClient(connection).scoreUntil(
        address,
        `over-${version}`,
        deploying,
      );
      expect(served).toMatchObject({ state: 'serving', version });
      expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
      const rows = await recorded(`over-${version}`, answered.length);
      expect(rows).toHaveLength(answered.length);
      const scores = new Map(rows.map((row) => [row.version, row.score]));
      for (const { reference, score } of answered) {
        const row = rows.find((one) => one.reference === reference);
        expect(score).toBe(scores.get(row?.version ?? ''));
      }
    },
  );

  /** Answers where Kubernetes looks, and scores every row alike. */
  const sameForAll = `require('node:http').createServer(async (request, response) => {
    const { examples = [] } = JSON.parse(Buffer.concat(await request.toArray()).toString() || '{}');
    response.end(JSON.stringify({ results: examples.map(() => [['0', 0.5], ['1', 0.5]]) }));
  }).listen(Number(process.env.MODEL_PORT))`;
  const node = (program: string) => ['node', '-e', program];

  it.each([
    {
      kind: 'crashes',
      command: node('console.error("no such model"); process.exit(3)'),
      code: 'stage_crashed',
      words: /no such model/,
    },
    {
      kind: 'serves another version',
      command: modelServerCommand.map((word) => (word === '$(MODEL_VERSION)' ? '1' : word)),
      code: 'stage_other_version',
      words: /serves version 1, and not \d+/,
    },
    {
      kind: 'takes more memory than it may have',
      command: node('for (const all = []; ; ) all.push(Buffer.alloc(1_000_000, 1));'),
      code: 'stage_out_of_memory',
      words: /needs more memory/,
    },
    {
      kind: 'scores its golden rows differently',
      command: node(sameForAll),
      code: 'golden_rows_differ',
      words: /answers row 1 with 0\.5/,
    },
  ])(
    'a release to a cluster: a challenger that $kind gets no row of a client that never stops, and its card says why',
    async ({ kind, command, code, words }) => {
      const name = `broken-${kind.replaceAll(' ', '-')}`;
      await underBroken(name, command, async () => {
        const failed = await bring('deploy v3 to production');
        expect(failed).toMatchObject({ state: 'failed', ending: { code } });
        await until(async () => (words.test(await cardOf(failed.number)) ? true : undefined));
        return failed.number;
      });
    },
  );

  it('a release to a cluster: a challenger that never becomes ready gets no row, its card says what is waited for, and it can be cancelled', async () => {
    await underBroken('broken-never', node('setInterval(() => undefined, 1_000)'), async () => {
      const number = await ask(dana, 'deploy v3 to production');
      await say(lena, decisionLine(await inState(number, 'waiting', 'failed')));
      await until(async () => (/does not answer/.test(await cardOf(number)) ? true : undefined));
      await say(ivo, `cancel r${number} -- it does not come up`);
      await inState(number, 'cancelled', 'failed');
      return number;
    });
  });

  /**
   * Has `release` try a version that is started by `command`, under a client that never stops: every answer is the
   * champion's, and so is every recorded row; nothing of the challenger is left.
   */
  async function underBroken(name: string, command: readonly string[], release: () => Promise<number>): Promise<void> {
    await steward.apply(projectIn(command));
    const address = await openAddress();
    const score = await settled(address, 'v1');
    const [number, answered] = await scoreUntil(address, name, release());
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.filter((one) => one.status !== 200 || one.score !== score)).toEqual([]);
    const rows = await recorded(name, answered.length);
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set(['v1']));
    await until(async () => {
      const left = await cluster.kubectl('-n', spec.namespace, 'get', 'deployments', '-o', 'name');
      return left.includes(`r${number}\n`) ? undefined : true;
    });
  }

  /** The text of a release's live card as the channel has it. */
  async function cardOf(number: number): Promise<string> {
    const shown = (await messages()).filter((message) => JSON.stringify(message).includes(`r${number}`));
    return JSON.stringify(shown);
  }

  it('a release to a cluster: a rollback brings back the image that was verified there, started as it was then', async () => {
    await steward.apply(projectIn(['a', 'command', 'of', 'another', 'day']));
    const number = await ask(ivo, 'rollback production -- v1 declines everybody');
    const served = await inState(number, 'serving', 'failed');
    expect(served).toMatchObject({ state: 'serving', kind: 'rollback', version: 'v2' });
    await settled(await openAddress(), 'v2');
  });

  it('a release to a cluster: no secret is in a manifest, a log, a spool, a card, the record, the engine or an error', async () => {
    await steward.apply(projectIn(modelServerCommand));
    const garbled = JSON.stringify({ stringData: { 'database-url': `postgres//${secrets.garbled}` } });
    await cluster.kubectl('-n', spec.namespace, 'patch', 'secret', 'steward-recorder', '-p', garbled);
    const failed = await bring('deploy v3 to production');
    expect(failed).toMatchObject({ state: 'failed', ending: { code: 'stage_gateway_failed' } });
    const config = await readFile(cluster.kubeconfig, 'utf8');
    const key = /client-key-data: (\S+)/.exec(config)?.[1] ?? '';
    const planted = [...Object.values(secrets), key];
    const places: Place[] = [
      ...(await objectsAndLogs()),
      ...(await spools()),
      ...(await rowsOf(steward.database)),
      ...(await filesBelow(folder)),
      ...(await filesBelow(path.join(testServers().folder, 'temporal'))),
      ['cards and messages', JSON.stringify(await messages())],
      ['our log', JSON.stringify(steward.lines)],
    ];
    expect(key.length).toBeGreaterThan(100);
    expect(places.length).toBeGreaterThan(30);
    expect(searchSecrets(planted, places)).toEqual([]);
    // Who looks in the wrong way finds nothing either.
    const known = await cluster.kubectl('-n', spec.namespace, 'get', 'secrets', '-o', 'yaml');
    expect(searchSecrets(planted, [['secrets', known]])).toEqual(['secrets']);
  });

  async function objectsAndLogs(): Promise<readonly Place[]> {
    const of = ['-n', spec.namespace];
    const kinds = 'deployments,replicasets,pods,services,configmaps,serviceaccounts,networkpolicies,events';
    const pods = (await cluster.kubectl(...of, 'get', 'pods', '-o', 'name')).trim().split('\n');
    // A Pod of what was withdrawn may be gone by now, with its log.
    const logOf = (pod: string): Promise<string> =>
      cluster.kubectl(...of, 'logs', pod, '--all-containers').catch((error: unknown) => {
        if (error instanceof Error && error.message.includes('(NotFound)')) return '';
        throw error;
      });
    const logs = await Promise.all(pods.map(async (pod) => [`log of ${pod}`, await logOf(pod)] as const));
    return [['objects', await cluster.kubectl(...of, 'get', kinds, '-o', 'yaml')], ...logs];
  }

  /** What the gateways beside what serves keep on disk. */
  async function spools(): Promise<readonly Place[]> {
    const of = ['-n', spec.namespace];
    const leads = await cluster.kubectl(...of, 'get', 'service', 'hmeq-production', '-o', 'json');
    const { spec: service } = JSON.parse(leads) as { spec: { selector: Record<string, string> } };
    const labels = Object.entries(service.selector).map(([label, value]) => `${label}=${value}`);
    const pods = (await cluster.kubectl(...of, 'get', 'pods', '-l', labels.join(','), '-o', 'name')).trim().split('\n');
    const read = `const fs = require('node:fs'); for (const name of fs.readdirSync('/spool', { recursive: true }))
      try { process.stdout.write(fs.readFileSync('/spool/' + name)); } catch {}`;
    return Promise.all(
      pods.map(async (pod) => {
        const content = await cluster.kubectl(...of, 'exec', pod, '-c', 'gateway', '--', 'node', '-e', read);
        return [`spool of ${pod}`, content] as const;
      }),
    );
  }
});
