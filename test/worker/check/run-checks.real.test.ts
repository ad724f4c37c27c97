import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connectDatabase, type Database } from '../../../database/database';
import type { DockerSpec, KubernetesSpec } from '../../../domain/project';
import type { Environment } from '../../../formats/settings/parse-settings';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import { dockerProgram, startDaemon } from '../../support/docker-daemon';
import { clusterTools, startCluster, type TestCluster } from '../../support/kubernetes/cluster';
import { describeWithRegistry } from '../../support/describe-with-registry';
import { account, makeCertificate, startRegistry } from '../../support/registry-server';
import { applyTestProject } from '../../support/release-fixtures';
import { scratchFolder } from '../../support/scratch-folder';
import { createShell } from '../../support/shell';
import { testProject } from '../../support/steward';
import { startTokenService } from '../../support/token-service';
import { check, failuresOf } from './check-bench';

jest.setTimeout(120_000);

const nowhere: Environment = {
  STEWARD_DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none',
  TEMPORAL_ADDRESS: '127.0.0.1:9',
};
const login = { STEWARD_REGISTRY_USER: account.user, STEWARD_REGISTRY_PASSWORD: account.password };

(dockerProgram === undefined ? describe.skip : describe)('steward check of the daemon of the docker builder', () => {
  it('steward check: a Docker daemon that answers, and one that is away', async () => {
    const daemon = await startDaemon();
    const settings = { ...nowhere, STEWARD_BUILDER: 'docker', STEWARD_DOCKER_HOST: `unix://${daemon.socket}` };
    const there = (await check(settings)).line('Docker: daemon');
    expect(there).toMatchObject({ state: 'ok', route: `unix socket ${daemon.socket}` });
    expect(there.found).toMatch(/^Docker \d+\.\d+.* \(API 1\.\d+\) on linux\//);
    await daemon.close();
    const away = (await check(settings)).line('Docker: daemon');
    expect(away).toMatchObject({ state: 'failed', reason: 'docker_away' });
    expect(away.cure).toContain('STEWARD_DOCKER_HOST');
  });

  it('steward check: a daemon that builds nothing is asked once a project runs its models there', async () => {
    const files = await createTestDatabase();
    const database = connectDatabase({ url: files.url, max: 2 });
    const daemon = await startDaemon();
    const host = { STEWARD_DOCKER_HOST: `unix://${daemon.socket}` };
    const settings = { ...nowhere, ...host, STEWARD_DATABASE_URL: files.url };
    await applyTestProject(database);
    expect((await check(settings)).line('Docker')).toMatchObject({
      state: 'left out',
      found: 'STEWARD_BUILDER is append, which needs no daemon, and no applied project file has a docker target',
    });
    expect((await check({ ...nowhere, ...host })).line('Docker').found).toContain('project files cannot be read');
    const { environments, ...rest } = testProject();
    const { staging, production } = environments;
    if (!staging || !production) throw new Error('the test project has other environments');
    const target: DockerSpec = {
      ...{ kind: 'docker', port: 8501, address: '127.0.0.1', network: 'steward', spoolMegabytes: 16 },
      resources: { cpu: '50m', memory: '256Mi' },
    };
    await applyTestProject(database, { ...rest, environments: { staging, production: { ...production, target } } });
    expect((await check(settings)).line('Docker: daemon')).toMatchObject({ state: 'ok' });
    await daemon.close();
    expect(failuresOf(await check(settings))).toContain('Docker: daemon');
    await database.close();
    await files.drop();
  });
});

describeWithRegistry('steward check of a registry', () => {
  const folder = scratchFolder();
  const registryLines = (found: Awaited<ReturnType<typeof check>>) =>
    failuresOf(found).filter((what) => what.startsWith('Registry'));

  it('steward check: a registry that takes and gives back, and leaves no tag', async () => {
    const registry = await startRegistry(folder, { password: true });
    const found = await check({ ...nowhere, ...login, STEWARD_REGISTRY: `${registry.host}/steward` });
    expect(found.line('Registry: push')).toMatchObject({ state: 'ok', route: 'direct' });
    expect(found.line('Registry: pull')).toMatchObject({ state: 'ok' });
    const authorization = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`;
    const tags = await fetch(`http://${registry.host}/v2/steward/steward-check/tags/list`, {
      headers: { authorization },
    });
    expect((await tags.text()).replace(/"tags":null/, '"tags":[]')).not.toMatch(/"tags":\[[^\]]/);
    await registry.stop();
  });

  it('steward check: a wrong password of the registry', async () => {
    const registry = await startRegistry(folder, { password: true });
    const wrong = { STEWARD_REGISTRY_USER: account.user, STEWARD_REGISTRY_PASSWORD: 'planted-wrong-password' };
    const found = await check({ ...nowhere, ...wrong, STEWARD_REGISTRY: `${registry.host}/steward` });
    expect(found.line('Registry: push')).toMatchObject({ state: 'failed', reason: 'image_registry_login' });
    expect(found.line('Registry: push').cure).toContain('STEWARD_REGISTRY_PASSWORD');
    expect(found.line('Registry: pull')).toMatchObject({ state: 'left out' });
    expect(found.text).not.toContain('planted-wrong-password');
    await registry.stop();
  });

  it('steward check: a user of the registry who may only read', async () => {
    const certificate = await makeCertificate(folder);
    const service = await startTokenService(certificate);
    service.readOnly = true;
    const token = { realm: service.realm, certificate: certificate.certificate };
    const registry = await startRegistry(folder, { token });
    const found = await check({ ...nowhere, ...login, STEWARD_REGISTRY: `${registry.host}/steward` });
    expect(found.line('Registry: push')).toMatchObject({ state: 'failed', reason: 'image_registry_forbidden' });
    expect(found.line('Registry: push').cure).toContain('right to pull and to push');
    await registry.stop();
    await service.stop();
  });

  it('steward check: a registry whose authority is not known, and the same with its file', async () => {
    const certificate = await makeCertificate(folder);
    const registry = await startRegistry(folder, { tls: certificate });
    const settings = { ...nowhere, STEWARD_REGISTRY: `${registry.host}/steward` };
    const found = await check(settings);
    expect(found.line('Registry: push')).toMatchObject({ state: 'failed', reason: 'image_registry_untrusted' });
    expect(found.line('Registry: push').cure).toContain('STEWARD_REGISTRY_CA_FILE');
    const mended = await check({ ...settings, STEWARD_REGISTRY_CA_FILE: certificate.certificate });
    expect(registryLines(mended)).toEqual([]);
    expect(mended.line('Registry: push').route).toBe(`direct, CA ${certificate.certificate}`);
    await registry.stop();
  });

  it('steward check: a gateway image that the registry does not have', async () => {
    const registry = await startRegistry(folder);
    const image = `${registry.host}/steward@sha256:${'0'.repeat(64)}`;
    const found = await check({
      ...nowhere,
      STEWARD_REGISTRY: `${registry.host}/steward`,
      STEWARD_GATEWAY_IMAGE: image,
    });
    expect(found.line('Registry: gateway image')).toMatchObject({ state: 'failed', reason: 'check_gateway_image' });
    await registry.stop();
  });
});

const describeOnCluster = clusterTools === undefined ? describe.skip : describe;

describeOnCluster('steward check of a cluster', () => {
  let cluster: TestCluster;
  let files: TestDatabase;
  let database: Database;
  let namespace: string;
  let settings: Environment;

  afterAll(async () => {
    await database.close();
    await files.drop();
    await cluster.close();
  });
  const folder = scratchFolder();

  beforeAll(async () => {
    cluster = await startCluster();
    files = await createTestDatabase();
    database = connectDatabase({ url: files.url, max: 2 });
    namespace = await cluster.makeNamespace();
    await release({ namespace });
    const prepared = await createShell({ database: () => database })('environment', 'prepare', 'production', '--print');
    const manifest = path.join(folder, 'prepared.yaml');
    await writeFile(manifest, prepared.lines.join('\n'));
    await cluster.kubectl('apply', '-f', manifest);
    const kubeconfig = path.join(folder, 'kubeconfig');
    await cluster.becomeAccount(kubeconfig, namespace, 'steward');
    settings = {
      ...{ STEWARD_DATABASE_URL: files.url, TEMPORAL_ADDRESS: '127.0.0.1:9', STEWARD_KUBECONFIG: kubeconfig },
      STEWARD_GATEWAY_IMAGE: `registry.example/steward@sha256:${'0'.repeat(64)}`,
    };
  });

  async function release(more: Partial<KubernetesSpec>): Promise<void> {
    const { environments, ...rest } = testProject();
    const { staging, production } = environments;
    if (!staging || !production) throw new Error('the test project has other environments');
    const target: KubernetesSpec = {
      ...{ kind: 'kubernetes', namespace, replicas: 1, probesFrom: [], spoolMegabytes: 16 },
      ...{ recorderSecret: 'steward-recorder', resources: { cpu: '50m', memory: '256Mi' }, ...more },
    };
    await applyTestProject(database, { ...rest, environments: { staging, production: { ...production, target } } });
  }

  const clusterFailures = (found: Awaited<ReturnType<typeof check>>) =>
    failuresOf(found).filter((what) => what.startsWith('hmeq'));
  const asAdministrator = () => ({ ...settings, STEWARD_KUBECONFIG: cluster.kubeconfig });

  it('steward check: what `steward environment prepare` prints is all that a release needs', async () => {
    const found = await check(settings);
    expect(clusterFailures(found)).toEqual([]);
    expect(found.line('hmeq production: cluster').found).toContain(`as system:serviceaccount:${namespace}:steward`);
    expect(found.line('hmeq production: rights')).toMatchObject({ state: 'ok', found: 'all that releases need' });
    expect(found.line('hmeq production: Secret steward-recorder')).toMatchObject({ state: 'left out' });
  });

  it('steward check: a verb that is missing in the cluster', async () => {
    const patch = JSON.stringify([
      { op: 'replace', path: '/rules/0/verbs', value: ['get', 'list', 'create', 'delete'] },
    ]);
    await cluster.kubectl('-n', namespace, 'patch', 'role', 'steward', '--type=json', '-p', patch);
    const found = await check(settings);
    expect(clusterFailures(found)).toEqual(['hmeq production: rights']);
    expect(found.line('hmeq production: rights').found).toContain('patch deployments');
    expect(found.line('hmeq production: rights').cure).toContain('steward environment prepare production --print');
  });

  it('steward check: a namespace that is missing, and a cluster that is away', async () => {
    await release({ namespace: 'no-such-namespace' });
    const without = await check(asAdministrator());
    expect(clusterFailures(without)).toEqual(['hmeq production: namespace']);
    expect(without.line('hmeq production: namespace')).toMatchObject({ reason: 'cluster_namespace_missing' });
    await release({ namespace });
    const none = await check({ ...settings, STEWARD_KUBECONFIG: path.join(folder, 'none') });
    expect(none.line('hmeq production: cluster')).toMatchObject({ reason: 'cluster_settings_invalid' });
  });

  it('steward check: a Secret that is missing, then one that is there, and a Pod that is let in', async () => {
    const missing = await check(asAdministrator());
    expect(clusterFailures(missing)).toEqual(['hmeq production: Secret steward-recorder']);
    expect(missing.line('hmeq production: Secret steward-recorder').found).toContain('database-url');
    const secret = ['create', 'secret', 'generic', 'steward-recorder', '--from-literal=database-url=planted-address'];
    await cluster.kubectl('-n', namespace, ...secret);
    const found = await check(asAdministrator());
    expect(clusterFailures(found)).toEqual([]);
    expect(found.line('hmeq production: Pod Security')).toMatchObject({ state: 'ok' });
    expect(found.text).not.toContain('planted-address');
  });

  it('steward check: a quota that lets no Pod in', async () => {
    await cluster.kubectl('-n', namespace, 'create', 'quota', 'none', '--hard=pods=0');
    const found = await check(asAdministrator());
    expect(found.line('hmeq production: Pod Security')).toMatchObject({ reason: 'cluster_admission_refused' });
    expect(found.line('hmeq production: Pod Security').found).toContain('quota');
  });
});
