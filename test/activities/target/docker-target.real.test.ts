import { readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { askContainer } from '../../../activities/target/docker/ask-container';
import { connectDaemon } from '../../../activities/target/docker/connect-daemon';
import type { Digest } from '../../../domain/digest';
import type { DeploymentRef, StageRequest, Target } from '../../../domain/ports/target';
import type { DockerSpec } from '../../../domain/project';
import { writeRequest } from '../../../formats/tensorflow-serving/write-request';
import { type PublishedModel, describeTarget, stageRequestOf } from '../../contracts/target';
import { dockerProgram } from '../../support/docker-daemon';
import { clusterTools } from '../../support/kubernetes/cluster';
import { registryProgram } from '../../support/registry-server';
import { type DockerBench, openDockerTarget } from './docker-target-bench';

/** The images are made by the cluster's tools and lie in a registry. */
const hasAll = dockerProgram !== undefined && registryProgram !== undefined && clusterTools !== undefined;
const describeOnDocker = hasAll ? describe : describe.skip;

/** Takes all memory that there is. */
const greedy = 'for (const all = []; ; ) all.push(Buffer.alloc(1_000_000, 1));';
const nowhere: Digest = `sha256:${'0'.repeat(64)}`;

describeOnDocker('a Docker daemon', () => {
  let bench: DockerBench;
  let opened: Promise<DockerBench> | undefined;
  const open = () => (opened ??= openDockerTarget());
  beforeAll(async () => {
    bench = await open();
  });
  afterAll(async () => (await opened)?.close());

  const place = (environment: string) => ({ project: 'gone', environment });
  const requestOf = (environment: string, release: number, model: PublishedModel): StageRequest =>
    stageRequestOf(bench, place(environment), release, model);

  async function untilReady(target: Target, request: StageRequest): Promise<void> {
    for (;;) {
      const seen = await target.observe(request);
      if (seen.state === 'ready') return;
      expect(seen.state).toBe('starting');
      await wait(100);
    }
  }

  async function stageReady(target: Target, request: StageRequest): Promise<StageRequest> {
    await target.stage(request);
    await untilReady(target, request);
    return request;
  }

  async function serve(environment: string, spec: Partial<DockerSpec> = {}) {
    const port = await bench.freePort();
    const target = bench.targetFor({ ...spec, port });
    const one = await stageReady(target, requestOf(environment, 1, bench.models.first));
    await target.switchTo(one, undefined);
    const { address } = await target.endpoint(place(environment), bench.models.first.manifest);
    return { target, one, address, port };
  }

  /** Asks for metadata, which no gateway records; gives the status. */
  async function askOnce(address: string): Promise<number> {
    const answer = await fetch(`${address}/metadata`);
    await answer.arrayBuffer();
    return answer.status;
  }

  /** As any client; gives the status. */
  async function scoreOnce(address: string): Promise<number> {
    const { call, contract, goldenRows, model } = bench.models.first.manifest;
    const signature = model.signatures.find(({ name }) => name === call.signature);
    const body = writeRequest(call, contract, goldenRows.slice(0, 1), signature);
    const answer = await fetch(`${address}:${call.method}`, { method: 'POST', body });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** No test needs another's containers, and the daemon's restart takes as long as there are. */
  async function removeContainers(): Promise<void> {
    const { docker } = bench.daemon;
    for (const { Id } of await docker.listContainers({ all: true }))
      await docker.getContainer(Id).remove({ force: true });
  }

  /** A door that was just started takes a moment until it listens. */
  async function untilAnswers(address: string): Promise<void> {
    for (;;) {
      if ((await askOnce(address).catch(() => undefined)) === 200) return;
      await wait(100);
    }
  }

  async function doorsOf(environment: string): Promise<readonly string[]> {
    const label = [`steward/environment=${environment}`, 'steward/role=door'];
    const found = await bench.daemon.docker.listContainers({ all: true, filters: { label } });
    return found.flatMap(({ Names }) => Names);
  }

  async function volumesOf(environment: string): Promise<readonly string[]> {
    const filters = { label: [`steward/environment=${environment}`, 'steward/release'] };
    const { Volumes } = (await bench.daemon.docker.listVolumes({ filters })) as { Volumes: { Name: string }[] | null };
    return (Volumes ?? []).map(({ Name }) => Name);
  }

  /** As the kernel does when memory is not enough. */
  async function killWithin(container: string, program: string): Promise<void> {
    for (;;) {
      const top = (await bench.daemon.docker.getContainer(container).top()) as {
        readonly Titles: readonly string[];
        readonly Processes: readonly (readonly string[])[];
      };
      const found = top.Processes.find((process) => process.at(-1)?.includes(program));
      if (found) return void process.kill(Number(found[top.Titles.indexOf('PID')]), 'SIGKILL');
      await wait(20);
    }
  }

  /** Withdraws a release as the workflow does, until its rows are in PostgreSQL. */
  async function withdrawPatiently(target: Target, release: DeploymentRef): Promise<void> {
    for (;;) {
      const error: unknown = await target.withdraw(release).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) return;
      expect(error).toMatchObject({ retryable: true });
      await wait(500);
    }
  }

  async function countRows(environment: string): Promise<number> {
    const postgres = new Client({ connectionString: bench.database.ownerUrl });
    await postgres.connect();
    const { rows } = await postgres.query<{ release: number }>(
      'select 1 as release from scored_rows where environment = $1',
      [environment],
    );
    await postgres.end();
    return rows.length;
  }

  const containerIs = (name: string) => bench.daemon.docker.getContainer(name).inspect();

  describeTarget('docker target', async () => ({ ...(await open()), close: () => Promise.resolve() }));

  describe('a release that does not come up', () => {
    beforeAll(removeContainers);
    afterEach(removeContainers);

    const targetOf = async (spec: Partial<DockerSpec> = {}, other?: Parameters<DockerBench['targetFor']>[1]) =>
      bench.targetFor({ ...spec, port: await bench.freePort() }, other);

    /** What the daemon has it does not ask for again. */
    async function forget({ reference }: PublishedModel): Promise<void> {
      const { docker } = bench.daemon;
      const images = await docker.listImages({ digests: true });
      if (images.some(({ RepoDigests }) => RepoDigests?.includes(reference)))
        await docker.getImage(reference).remove({ force: true });
    }

    async function failure(target: Target, request: StageRequest) {
      await target.stage(request);
      for (;;) {
        const seen = await target.observe(request);
        if (seen.state === 'failed') return seen;
        expect(seen.state).toBe('starting');
        await wait(100);
      }
    }

    it('docker target: gives the words of the registry for an image that it does not have', async () => {
      const request = requestOf('missing', 1, bench.models.first);
      const absent = { ...request, image: nowhere, reference: request.reference.replace(request.image, nowhere) };
      await expect((await targetOf()).stage(absent)).rejects.toMatchObject({
        code: 'docker_image_not_pulled',
        details: { image: absent.reference, why: expect.stringContaining('manifest unknown') as string },
      });
      expect(await (await targetOf()).deployments(place('missing'))).toEqual([]);
    });

    it('docker target: pulls under the credentials that it was given, and tells none of them', async () => {
      const target = await targetOf({}, { password: 'wr0ng-p4ssword' });
      await forget(bench.models.broken);
      const refusal = target.stage(requestOf('unknown', 1, bench.models.broken));
      await expect(refusal).rejects.toMatchObject({ code: 'docker_image_not_pulled' });
      await expect(refusal).rejects.not.toThrow(/wr0ng-p4ssword/);
    });

    it('docker target: finds the failure that only the stream of a pull tells', async () => {
      const { broken } = bench.models;
      await forget(broken);
      const manifest = JSON.parse(await readFile(bench.blobPath(broken.image), 'utf8')) as {
        config: { digest: string };
      };
      await rm(bench.blobPath(manifest.config.digest));
      await expect((await targetOf()).stage(requestOf('torn', 1, broken))).rejects.toMatchObject({
        code: 'docker_image_not_pulled',
        details: { why: expect.stringContaining('unknown blob') as string },
      });
    });

    it('docker target: says that a model server ran out of memory', async () => {
      const request = { ...requestOf('memory', 1, bench.models.first), server: { command: ['node', '-e', greedy] } };
      const target = await targetOf({ resources: { memory: '64Mi' } });
      expect(await failure(target, request)).toMatchObject({ code: 'stage_out_of_memory' });
    });

    it('docker target: gives the last lines of a model server that ends at once', async () => {
      const server = {
        command: ['node', '-e', 'throw new Error("no weights in " + process.argv[1])', '$(MODEL_NAME)'],
      };
      const request = { ...requestOf('crash', 1, bench.models.first), server };
      expect(await failure(await targetOf(), request)).toMatchObject({
        code: 'stage_crashed',
        detail: expect.stringMatching(
          /Container gone-crash-r1: it ended with exit code 1; last it said: .*Node\.js/,
        ) as string,
      });
    });

    it('docker target: names a port that is taken, and goes on when it is free', async () => {
      const other = createServer();
      const port = await bench.freePort();
      await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
      const target = bench.targetFor({ port });
      const request = requestOf('taken', 1, bench.models.first);
      await expect(target.stage(request)).rejects.toMatchObject({
        code: 'docker_port_taken',
        details: { what: 'container gone-taken-door' },
      });
      await new Promise((resolve) => other.close(resolve));
      await stageReady(target, request);
      await target.withdraw(request);
    });

    it('docker target: leaves a container and a volume of its name that are not its own alone', async () => {
      const { docker } = bench.daemon;
      const target = await targetOf();
      const foreign = await docker.createContainer({
        name: 'gone-foreign-r1',
        Image: bench.gatewayImage,
        Cmd: ['node'],
      });
      const request = requestOf('foreign', 1, bench.models.first);
      const refusal = { code: 'docker_object_foreign', details: { what: 'container gone-foreign-r1' } };
      await expect(target.plan(request)).rejects.toMatchObject(refusal);
      await expect(target.stage(request)).rejects.toMatchObject(refusal);
      await expect(target.withdraw(request)).rejects.toMatchObject(refusal);
      expect((await foreign.inspect()).Config.Image).toBe(bench.gatewayImage);
      await docker.createVolume({ Name: 'gone-foreign-r2-spool' });
      const second = requestOf('foreign', 2, bench.models.first);
      const volume = { code: 'docker_object_foreign', details: { what: 'volume gone-foreign-r2-spool' } };
      await expect(target.stage(second)).rejects.toMatchObject(volume);
      await target.withdraw(second);
      await docker.getVolume('gone-foreign-r2-spool').inspect();
    });

    it('docker target: says that the daemon is away, to be tried again', async () => {
      const target = bench.targetFor({}, { socket: '/nowhere/docker.sock' });
      await expect(target.serving(place('away'))).rejects.toMatchObject({ code: 'docker_away', retryable: true });
    });
  });

  describe('what serves', () => {
    afterEach(removeContainers);

    it('docker target: switches under a client that never stops, and fails no request', async () => {
      const { target, address } = await serve('busy');
      const statuses: Record<string, number> = {};
      let stopped = false;
      const client = async () => {
        while (!stopped) {
          const status = String(await scoreOnce(address).catch((error: unknown) => error));
          statuses[status] = (statuses[status] ?? 0) + 1;
        }
      };
      const clients = Promise.all([client(), client(), client()]);
      for (const [release, previous, model] of [
        [2, 1, bench.models.second],
        [3, 2, bench.models.first],
      ] as const) {
        const next = await stageReady(target, requestOf('busy', release, model));
        await target.switchTo(next, previous);
        expect(await target.serving(place('busy'))).toMatchObject({ release, image: model.image });
        await target.withdraw({ ...place('busy'), release: previous });
      }
      stopped = true;
      await clients;
      expect(Object.keys(statuses)).toEqual(['200']);
      expect(await target.deployments(place('busy'))).toEqual([{ ...place('busy'), release: 3 }]);
      const postgres = new Client({ connectionString: bench.database.ownerUrl });
      await postgres.connect();
      const { rows } = await postgres.query<{ version: string }>(
        "select distinct version from scored_rows where environment = 'busy' order by version",
      );
      await postgres.end();
      // The last one's may be on their way yet.
      expect(rows.slice(0, 2)).toEqual([{ version: 'v1' }, { version: 'v2' }]);
    });

    it('docker target: a door that was removed is made again, and leads where it led', async () => {
      const { target, address } = await serve('door');
      await bench.daemon.docker.getContainer('gone-door-door').remove({ force: true });
      expect(await target.serving(place('door'))).toBeUndefined();
      const two = await stageReady(target, requestOf('door', 2, bench.models.second));
      expect(await target.serving(place('door'))).toMatchObject({ release: 1 });
      await target.switchTo(two, 1);
      expect(await target.serving(place('door'))).toMatchObject({ release: 2, image: bench.models.second.image });
      expect(await askOnce(address)).toBe(200);
    });

    it('docker target: another port of the project file moves the address with the traffic, not before', async () => {
      const { address } = await serve('moved');
      const moved = bench.targetFor({ port: await bench.freePort() });
      const two = await stageReady(moved, requestOf('moved', 2, bench.models.second));
      expect(await askOnce(address)).toBe(200);
      await moved.switchTo(two, 1);
      expect(await moved.serving(place('moved'))).toMatchObject({ release: 2 });
      const { address: other } = await moved.endpoint(place('moved'), bench.models.first.manifest);
      expect(await askOnce(other)).toBe(200);
      await expect(askOnce(address)).rejects.toThrow();
      await moved.switchTo(two, 1);
      expect(await doorsOf('moved')).toEqual(['/gone-moved-door']);
    });

    it('docker target: a port that is taken at the switch leaves the old address as it was', async () => {
      const { address } = await serve('kept');
      const port = await bench.freePort();
      const moved = bench.targetFor({ port });
      const two = await stageReady(moved, requestOf('kept', 2, bench.models.second));
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
      await expect(moved.switchTo(two, 1)).rejects.toMatchObject({ code: 'docker_port_taken' });
      await untilAnswers(address);
      expect(await moved.serving(place('kept'))).toMatchObject({ release: 1 });
      expect(await doorsOf('kept')).toEqual(['/gone-kept-door']);
      await new Promise((resolve) => other.close(resolve));
      await moved.switchTo(two, 1);
      expect(await moved.serving(place('kept'))).toMatchObject({ release: 2 });
    });

    it('docker target: a move of the address that was cut off goes on, and nobody loses the traffic', async () => {
      const { address } = await serve('cut');
      const moved = bench.targetFor({ port: await bench.freePort() });
      const two = await stageReady(moved, requestOf('cut', 2, bench.models.second));
      await moved.switchTo(two, 1);
      // As a kill leaves it between the old door's removal and the new one's name.
      await bench.daemon.docker.getContainer('gone-cut-door').rename({ name: 'gone-cut-door-next' });
      expect(await moved.serving(place('cut'))).toMatchObject({ release: 2 });
      await expect(moved.withdraw(two)).rejects.toMatchObject({ code: 'withdraw_serving' });
      await moved.switchTo(two, 1);
      expect(await doorsOf('cut')).toEqual(['/gone-cut-door']);
      await expect(askOnce(address)).rejects.toThrow();
    });

    it('docker target: refuses another network while something serves in the old one', async () => {
      const { address } = await serve('elsewhere');
      const target = bench.targetFor({ port: await bench.freePort(), network: 'other-network' });
      const two = requestOf('elsewhere', 2, bench.models.second);
      const refusal = {
        code: 'docker_network_serves',
        details: { environment: 'elsewhere', network: bench.spec.network, wanted: 'other-network' },
      };
      await expect(target.plan(two)).rejects.toMatchObject(refusal);
      await expect(target.stage(two)).rejects.toMatchObject(refusal);
      expect(await askOnce(address)).toBe(200);
    });

    it('docker target: outside the door there are models only', async () => {
      const { address } = await serve('closed');
      expect((await fetch(new URL('/-/counters', address))).status).toBe(404);
      const { HostConfig, NetworkSettings } = await containerIs('gone-closed-r1-gateway');
      expect(HostConfig.PortBindings ?? {}).toEqual({});
      expect(Object.values(NetworkSettings.Ports ?? {}).flatMap((bound) => bound ?? [])).toEqual([]);
    });

    it('docker target: keeps the address of PostgreSQL out of what can be inspected', async () => {
      await serve('secret');
      for (const name of ['gone-secret-r1', 'gone-secret-r1-gateway', 'gone-secret-door'])
        expect(JSON.stringify(await containerIs(name))).not.toContain(bench.recorderUrl);
    });

    it('docker target: gives no traffic to a container that somebody stopped', async () => {
      const target = bench.targetFor({ port: await bench.freePort() });
      const request = await stageReady(target, requestOf('stopped', 1, bench.models.first));
      await bench.daemon.docker.getContainer('gone-stopped-r1').stop({ t: 1 });
      expect(await target.observe(request)).toMatchObject({ state: 'failed', code: 'stage_failed' });
      await expect(target.switchTo(request, undefined)).rejects.toMatchObject({ code: 'switch_not_ready' });
      expect(await target.serving(place('stopped'))).toBeUndefined();
    });

    it('docker target: comes back after the daemon was restarted, in the middle of a rollout too', async () => {
      const { target, address } = await serve('restarted');
      const two = requestOf('restarted', 2, bench.models.second);
      await target.stage(two);
      await bench.daemon.stop();
      await expect(target.observe(two)).rejects.toMatchObject({ code: 'docker_away', retryable: true });
      await bench.daemon.start();
      await stageReady(target, two);
      expect(await target.serving(place('restarted'))).toMatchObject({ release: 1 });
      await target.switchTo(two, 1);
      expect(await target.serving(place('restarted'))).toMatchObject({ release: 2 });
      expect(await askOnce(address)).toBe(200);
    });

    it('docker target: keeps a gateway whose rows PostgreSQL does not have', async () => {
      const { target, one, address } = await serve('waiting');
      const two = await stageReady(target, requestOf('waiting', 2, bench.models.second));
      bench.relay.pass(false);
      expect(await scoreOnce(address)).toBe(200);
      await target.switchTo(two, 1);
      await expect(target.withdraw(one)).rejects.toMatchObject({ code: 'withdraw_rows_waiting', retryable: true });
      expect((await containerIs('gone-waiting-r1-gateway')).State.Running).toBe(true);
      bench.relay.pass(true);
      await withdrawPatiently(target, one);
      expect(await countRows('waiting')).toBe(1);
    });

    it('docker target: a gateway that was killed stays, stopped, and ships its rows when it is started', async () => {
      const { target, one, address } = await serve('killed');
      const two = await stageReady(target, requestOf('killed', 2, bench.models.second));
      bench.relay.pass(false);
      expect(await scoreOnce(address)).toBe(200);
      await target.switchTo(two, 1);
      const gateway = bench.daemon.docker.getContainer('gone-killed-r1-gateway');
      await gateway.kill();
      await target.withdraw(one);
      await target.withdraw(one);
      expect((await gateway.inspect()).State.Running).toBe(false);
      await expect(containerIs('gone-killed-r1')).rejects.toMatchObject({ statusCode: 404 });
      bench.relay.pass(true);
      await gateway.start();
      await withdrawPatiently(target, one);
      expect(await countRows('killed')).toBe(1);
      expect(await target.deployments(place('killed'))).toEqual([{ ...place('killed'), release: 2 }]);
      expect(await volumesOf('killed')).toEqual(['gone-killed-r2-spool']);
    });

    it('docker target: a withdrawal that was cut off before the volume went is told, and ends', async () => {
      const target = bench.targetFor({ port: await bench.freePort() });
      const one = await stageReady(target, requestOf('rest', 1, bench.models.first));
      const holder = await bench.daemon.docker.createContainer({
        Image: bench.gatewayImage,
        Cmd: ['node'],
        HostConfig: { Mounts: [{ Type: 'volume', Source: 'gone-rest-r1-spool', Target: '/held' }] },
      });
      await expect(target.withdraw(one)).rejects.toMatchObject({ code: 'docker_refused' });
      expect(await target.deployments(place('rest'))).toEqual([{ ...place('rest'), release: 1 }]);
      await holder.remove({ force: true });
      await target.withdraw(one);
      expect(await volumesOf('rest')).toEqual([]);
      expect(await target.deployments(place('rest'))).toEqual([]);
    });

    it('docker target: a gateway whose address of PostgreSQL is good no more is given the new one', async () => {
      const port = await bench.freePort();
      const away = new URL(bench.recorderUrl);
      away.port = '1';
      const before = bench.targetFor({ port }, { recorderUrl: away.href });
      const one = await stageReady(before, requestOf('rotated', 1, bench.models.first));
      await before.switchTo(one, undefined);
      const { address } = await before.endpoint(place('rotated'), bench.models.first.manifest);
      expect(await scoreOnce(address)).toBe(200);
      const after = bench.targetFor({ port });
      const started = (await containerIs('gone-rotated-r1-gateway')).State.StartedAt;
      await after.stage(requestOf('rotated', 1, bench.models.first));
      // What serves is not started anew.
      expect((await containerIs('gone-rotated-r1-gateway')).State.StartedAt).toBe(started);
      const two = await stageReady(after, requestOf('rotated', 2, bench.models.second));
      await after.switchTo(two, 1);
      await withdrawPatiently(after, one);
      expect(await countRows('rotated')).toBe(1);
    });

    it('docker target: a staged gateway takes the new address of PostgreSQL when it is staged again', async () => {
      const port = await bench.freePort();
      const away = new URL(bench.recorderUrl);
      away.port = '1';
      const request = requestOf('staged', 1, bench.models.first);
      await stageReady(bench.targetFor({ port }, { recorderUrl: away.href }), request);
      const after = await stageReady(bench.targetFor({ port }), request);
      const target = bench.targetFor({ port });
      await target.switchTo(after, undefined);
      const { address } = await target.endpoint(place('staged'), bench.models.first.manifest);
      expect(await scoreOnce(address)).toBe(200);
      while ((await countRows('staged')) === 0) await wait(100);
    });

    it('docker target: tells why a program in a container gave no answer', async () => {
      const target = bench.targetFor({ port: await bench.freePort() });
      await stageReady(target, requestOf('asked', 1, bench.models.first));
      const daemon = await connectDaemon(bench.daemon.socket);
      const ask = (name: string, url: string) => askContainer(daemon, name, { method: 'GET', url, timeout: 60_000 });
      const bare = await bench.daemon.docker.createContainer({
        name: 'gone-asked-bare',
        Image: bench.gatewayImage,
        Entrypoint: ['node', '-e', 'setInterval(() => undefined, 1000)'],
        HostConfig: { NetworkMode: 'none', Tmpfs: { '/app/dist': '' } },
      });
      await bare.start();
      expect(await ask('gone-asked-bare', 'http://127.0.0.1/')).toEqual({
        silent: expect.stringMatching(/ended with exit code 1: Error: Cannot find module '.*ask\/main\.js'/) as string,
      });
      const silent = createServer(() => undefined);
      const host = new URL(bench.recorderUrl).hostname;
      await new Promise<void>((resolve) => silent.listen(0, host, resolve));
      const asking = ask('gone-asked-r1-gateway', `http://${host}:${(silent.address() as AddressInfo).port}/`);
      await killWithin('gone-asked-r1-gateway', 'ask/main.js');
      expect(await asking).toEqual({
        silent: 'the program in container gone-asked-r1-gateway that was to ask it ended with exit code 137',
      });
      await new Promise((resolve) => silent.close(resolve));
    });
  });
});
