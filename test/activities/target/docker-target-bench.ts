import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDockerTarget } from '../../../activities/target/docker/create-docker-target';
import type { DockerSpec } from '../../../domain/project';
import type { Target } from '../../../domain/ports/target';
import { createCredentials } from '../../../formats/oci/registry/credentials';
import type { PublishedModel, TargetUnderTest } from '../../contracts/target';
import { type TestDatabase, createTestDatabase } from '../../support/databases';
import { type TestDaemon, startDaemon } from '../../support/docker-daemon';
import { modelServerCommand } from '../../support/kubernetes/serving-images';
import { account, startRegistry } from '../../support/registry-server';
import { type TcpProxy, startTcpProxy } from '../../support/tcp-proxy';
import { publishServingModels, withLongContract } from './serving-models';

const project = 'gone';
const network = 'steward-tests';

/** What a target is given otherwise than the bench has it. */
interface OtherParts {
  readonly socket?: string;
  readonly password?: string;
  readonly recorderUrl?: string;
}

export interface DockerBench extends TargetUnderTest {
  readonly daemon: TestDaemon;
  readonly database: TestDatabase;
  readonly gatewayImage: string;
  /** The way from containers to PostgreSQL. */
  readonly relay: TcpProxy;
  readonly recorderUrl: string;
  readonly spec: DockerSpec;
  targetFor(spec: Partial<DockerSpec>, other?: OtherParts): Target;
  freePort(): Promise<number>;
  /** Of the registry's storage: the file with these bytes. */
  blobPath(digest: string): string;
}

/**
 * Real packages in real images, on a real daemon, out of a registry that wants a password. Each environment of the contract
 * has a port of its own, as in a project file.
 */
export async function openDockerTarget(): Promise<DockerBench> {
  const folder = await mkdtemp(join(tmpdir(), 'docker-target-'));
  const open = await startRegistry(folder);
  const registry = await startRegistry(folder, { password: true, storage: open.storage });
  const published = await publishServingModels(open.host, folder, project);
  const inClosed = (reference: string) => reference.replace(open.host, registry.host);
  const closed = (model: PublishedModel): PublishedModel => ({ ...model, reference: inClosed(model.reference) });
  const { first, second, broken } = published.models;
  const models = { first: closed(first), second: closed(second), broken: closed(broken) };
  const gatewayImage = inClosed(published.gatewayImage);
  const daemon = await startDaemon();
  const made = (await (await daemon.docker.createNetwork({ Name: network })).inspect()) as NetworkFacts;
  const database = await createTestDatabase();
  const recorder = new URL(database.gatewayUrl);
  recorder.hostname = made.IPAM.Config[0]?.Gateway ?? '';
  const relay = await startTcpProxy(Number(recorder.port), recorder.hostname);
  recorder.port = String(relay.port);
  const recorderUrl = recorder.href;
  const spec: DockerSpec = {
    ...{ kind: 'docker', port: await freePort(), address: '127.0.0.1', network, spoolMegabytes: 16 },
    resources: { memory: '256Mi' },
  };
  const targetFor: DockerBench['targetFor'] = (of, other = {}) => {
    const { password = account.password, ...parts } = other;
    return createDockerTarget(
      { ...spec, ...of },
      {
        ...{ socket: daemon.socket, gatewayImage, recorderUrl, ...parts },
        credentials: createCredentials({ account: { host: registry.host, user: account.user, password } }),
        imageName: (name, image) => `${registry.host}/models/${name}@${image}`,
      },
    );
  };
  const environments = new Map<string, Target>();
  // Ports are given out before they are asked for: the contract's way to an address does not wait.
  const ports = await Promise.all(Array.from({ length: 12 }, () => freePort()));
  const of = ({ environment }: { readonly environment: string }): Target => {
    const known = environments.get(environment) ?? targetFor({ port: ports[environments.size] ?? 0 });
    environments.set(environment, known);
    return known;
  };
  const target: Target = {
    readyWithin: targetFor({}).readyWithin,
    supports: (manifest) => targetFor({}).supports(manifest),
    plan: (request) => of(request).plan(request),
    inspect: (request) => of(request).inspect(request),
    stage: (request) => of(request).stage(request),
    observe: (release) => of(release).observe(release),
    probe: (release, ...what) => of(release).probe(release, ...what),
    switchTo: (release, previous) => of(release).switchTo(release, previous),
    withdraw: (release) => of(release).withdraw(release),
    serving: (environment) => of(environment).serving(environment),
    deployments: (environment) => of(environment).deployments(environment),
    endpoint: (environment, manifest) => of(environment).endpoint(environment, manifest),
  };
  return {
    ...{ target, targetFor, models, project, daemon, database, gatewayImage, relay, recorderUrl, spec, freePort },
    server: { command: modelServerCommand },
    refused: (manifest) => ({ manifest: withLongContract(manifest), says: { code: 'contract_too_long' } }),
    blobPath: (digest) => {
      const hex = digest.slice('sha256:'.length);
      return join(open.storage, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
    },
    shellFor: () => Promise.resolve(process.env),
    close: async () => {
      await daemon.close();
      await relay.close();
      await database.drop();
      await registry.stop();
      await open.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface NetworkFacts {
  readonly IPAM: { readonly Config: readonly { readonly Gateway?: string }[] };
}

/** A port that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
