import path from 'node:path';
import type { DockerSpec, ProjectFile } from '../../domain/project';
import type { Release } from '../../domain/release/release';
import { parseSettings } from '../../formats/settings/parse-settings';
import { createBuilder } from '../../worker/wiring/create-builder';
import { createDockerTargets } from '../../worker/wiring/create-docker-targets';
import { type Keeping, createKeeping } from '../../worker/wiring/create-keeping';
import { recordingLogger } from '../bot/teams/edge-fixture';
import { type TestDaemon, dockerProgram, startDaemon } from '../support/docker-daemon';
import { clusterTools } from '../support/kubernetes/cluster';
import { type Relay, relayTo } from '../support/kubernetes/relay';
import { makeServingImages, modelServerCommand } from '../support/kubernetes/serving-images';
import { decisionLine, playIn } from '../support/play';
import { type RunningRegistry, account, registryProgram, startRegistry } from '../support/registry-server';
import { createScoringClient } from '../support/scoring-client';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { dana, lena, startSteward, testProject, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

jest.setTimeout(240_000);

const hasAll = dockerProgram !== undefined && registryProgram !== undefined && clusterTools !== undefined;
const describeOnDocker = hasAll ? describe : describe.skip;

const network = 'steward-release';
const port = 18_511;
const address = `http://127.0.0.1:${port}/v1/models/hmeq:classify`;

describeOnDocker('a release to a Docker server', () => {
  let temporal: TestTemporal;
  let steward: TestSteward;
  let daemon: TestDaemon;
  let relay: Relay;
  let keeping: Keeping;
  let targets: ReturnType<typeof createDockerTargets> | undefined;
  let base = '';
  let registries: readonly RunningRegistry[] = [];

  // Before the folder, as hooks run in this order: what lies in it must have ended when it goes.
  afterAll(async () => {
    await steward.stop();
    await temporal.close();
    await daemon.close();
    await relay.close();
    await keeping.close();
    for (const registry of registries) await registry.stop();
  });
  const folder = scratchFolder();
  const { say, ask, inState, until } = playIn(() => steward);
  const spec: DockerSpec = {
    ...{ kind: 'docker', port, address: '127.0.0.1', network, spoolMegabytes: 16 },
    resources: { memory: '256Mi' },
  };

  beforeAll(async () => {
    const open = await startRegistry(folder);
    const registry = await startRegistry(folder, { password: true, storage: open.storage });
    registries = [open, registry];
    const images = await makeServingImages(open.host, () => Promise.resolve());
    base = (await images.push('bases/model-server', 'base')).replace(open.host, registry.host);
    const gatewayImage = (await images.push('steward', 'gateway')).replace(open.host, registry.host);
    await images.close();
    daemon = await startDaemon();
    const bridge = (await (await daemon.docker.createNetwork({ Name: network })).inspect()) as {
      readonly IPAM: { readonly Config: readonly { readonly Gateway?: string }[] };
    };
    const settings = {
      ...{ STEWARD_HOME: folder, STEWARD_REGISTRY: `${registry.host}/credit` },
      ...{ STEWARD_REGISTRY_USER: account.user, STEWARD_REGISTRY_PASSWORD: account.password },
      ...{ STEWARD_GATEWAY_IMAGE: gatewayImage, STEWARD_DOCKER_HOST: `unix://${daemon.socket}` },
      STEWARD_BUILDER: 'docker',
      ...{ STEWARD_DATABASE_URL: 'postgres://nobody@127.0.0.1/nothing', TEMPORAL_ADDRESS: '127.0.0.1:9' },
      ...{ STEWARD_HEALTH_PORT: '0', STEWARD_LOCAL_HOST_URL: 'http://127.0.0.1:9' },
      STEWARD_LOCAL_HOST_TOKEN: 'nobody listens to this token',
    };
    keeping = createKeeping(parseSettings('builder', settings), recordingLogger([]));
    temporal = await connectTestTemporal();
    const { client, connection: native, namespace: engine } = temporal;
    steward = await startSteward({
      folder,
      temporal: { client, native, namespace: engine },
      project: projectIn(modelServerCommand),
      adjust: (deps) => ({
        ...deps,
        builder: createBuilder(parseSettings('builder', settings), keeping.place),
        target: (of) => {
          if (of.kind !== 'docker' || targets === undefined) throw new Error('only Docker is released to here');
          return targets(of);
        },
      }),
    });
    relay = await relayTo(new URL(steward.gatewayUrl), bridge.IPAM.Config[0]?.Gateway ?? '');
    targets = createDockerTargets(parseSettings('builder', { ...settings, STEWARD_DOCKER_RECORDER_URL: relay.url }));
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
    if (waiting.state === 'failed') return waiting;
    await say(lena, decisionLine(waiting));
    return inState(waiting.number, 'serving', 'failed');
  }

  const { scoreOne, scoreUntil } = createScoringClient();

  /** What PostgreSQL has under the name, once it has all that was answered. */
  function recorded(name: string, rows: number) {
    return until(async () => {
      const found = await steward.database.query<{ reference: string; version: string; score: number }>(
        'select reference, version, score from scored_rows where reference like $1',
        [`${name}-%`],
      );
      return found.length >= rows ? found : undefined;
    });
  }

  it('a release to a Docker server: is pushed, pulled by digest, verified without traffic, switched, and recorded', async () => {
    const served = await bring('deploy v1 to production');
    expect(served).toMatchObject({ state: 'serving', version: 'v1', verified: { golden: true } });
    const answer = await scoreOne(address, 'first-0');
    expect(await recorded('first', 1)).toEqual([{ reference: 'first-0', version: 'v1', score: answer.score }]);
    const { Config } = await daemon.docker.getContainer(`hmeq-production-r${served.number}`).inspect();
    expect(Config.Image).toContain(`@${served.image?.digest}`);
  });

  it('a release to a Docker server: the next version takes over under a client, which sees no failure', async () => {
    const [served, answered] = await scoreUntil(address, 'over', bring('deploy v2 to production'));
    expect(served).toMatchObject({ state: 'serving', version: 'v2' });
    expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
    const rows = await recorded('over', answered.length);
    expect(rows).toHaveLength(answered.length);
    const scores = new Map(rows.map((row) => [row.version, row.score]));
    for (const { reference, score } of answered)
      expect(score).toBe(scores.get(rows.find((one) => one.reference === reference)?.version ?? ''));
  });

  it('a release to a Docker server: a challenger that crashes gets no request, and its card says why', async () => {
    await steward.apply(projectIn(['node', '-e', 'console.error("no such model"); process.exit(3)']));
    const [failed, answered] = await scoreUntil(address, 'crash', bring('deploy v3 to production'));
    expect(failed).toMatchObject({ state: 'failed', ending: { code: 'stage_crashed' } });
    expect(JSON.stringify(failed.ending)).toContain('no such model');
    expect(answered.filter(({ status }) => status !== 200)).toEqual([]);
    const rows = await recorded('crash', answered.length);
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set(['v2']));
    const names = (await daemon.docker.listContainers({ all: true })).flatMap(({ Names }) => Names);
    expect(names.filter((name) => name.includes(`r${failed.number}`))).toEqual([]);
  });
});
