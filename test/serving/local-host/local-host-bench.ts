import { mkdir, mkdtemp, readFile, readlink, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createAppendBuilder } from '../../../activities/image/append/create-append-builder';
import { createLayoutPlace } from '../../../activities/image/create-layout-place';
import { type Digest, versionDirectory } from '../../../domain/digest';
import type { DeploymentRef, Observation } from '../../../domain/ports/target';
import type { StageMessage } from '../../../formats/local-host/messages';
import { parseIdentity } from '../../../formats/files/process-identity';
import { deploymentPath, probePath, processesPath, servingPath } from '../../../formats/local-host/paths';
import {
  type LocalHostSettings,
  type RunningLocalHost,
  runLocalHost,
} from '../../../serving/local-host/run-local-host';
import type { ChildProgram } from '../../../serving/local-host/start-child';
import { createLineLogger } from '../../../serving/local-host/write-log';
import { arrivedFile, gatewayPassword, gatewaySettings } from './gateway-settings';
import { extractSampleModel, samplePackage } from '../../contracts/sample-package';

export const token = 'a-token-that-is-only-for-tests';
export const place = { project: 'hmeq', environment: 'production' } as const;
const recording = { mode: 'fast', whenFull: 'gap' } as const;
export const release = (number: number): DeploymentRef => ({ ...place, release: number });

/** What the stand-in model server is told to do by its "model". */
export interface Behaviour {
  readonly score?: number;
  readonly refuse?: string;
  readonly wait?: string;
  readonly note?: string;
}

const standIn: ChildProgram = { script: join(__dirname, 'stand-in-gateway.js'), execArgv: [], environment: {} };

/** A folder with an image layout, and local hosts (in this process) that run images out of it. */
export async function openBench(gateway = standIn) {
  const folder = await mkdtemp(join(tmpdir(), 'local-host-'));
  const layout = join(folder, 'images');
  const directory = join(folder, 'host');
  await mkdir(dirname(arrivedFile(directory)));
  const lines: string[] = [];
  const hosts: RunningLocalHost[] = [];
  const layers = new Map<Digest, Digest>();
  const builder = createAppendBuilder({
    place: createLayoutPlace({ directory: layout }),
    workDirectory: join(folder, 'builds'),
    extractModel: extractSampleModel,
  });

  return {
    folder,
    layout,
    /** Where the tested host keeps its own things. */
    directory,
    lines,
    /** Publishes an image with such a model and returns the message that stages it. */
    async publish(behaviour: Behaviour) {
      const { packagePath, manifest } = await samplePackage(folder, JSON.stringify(behaviour));
      const built = await builder.build({ ...place, label: 'v1', base: { kind: 'scratch' }, packagePath, manifest });
      await builder.publish(built.digest, place.project, 'v1');
      layers.set(built.digest, built.layer);
      const { packageDigest, contract, call } = manifest;
      const image = { label: 'v1', image: built.digest, layout, versionDirectory: versionDirectory(packageDigest) };
      return { ...image, packageDigest, contract, call, recording };
    },
    async start(settings: Partial<LocalHostSettings> = {}) {
      const host = await runLocalHost(
        {
          port: 0,
          token,
          directory,
          maxModels: 4,
          maxInFlight: 64,
          startPatience: 0,
          gateway: gatewaySettings(directory),
          ...settings,
        },
        {
          log: createLineLogger((line) => lines.push(line), [token, gatewayPassword]),
          now: () => performance.now(),
          pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
          modelServer: { script: join(__dirname, 'stand-in-model-server.js'), execArgv: [], environment: {} },
          gateway,
        },
      );
      hosts.push(host);
      return clientOf(host.port);
    },
    /** Where the model of a published image lies in the layout. */
    layerFile: ({ image }: StageMessage) => join(layout, 'blobs/sha256', layers.get(image)?.slice(7) ?? ''),
    /** The scored requests whose rows are there, as `<release> <reference>`, in the order in which they came. */
    arrived: async () => {
      const text = await readFile(arrivedFile(directory), 'utf8').catch(() => '');
      return text.split('\n').filter(Boolean);
    },
    /** Takes the stand-in for PostgreSQL away, or brings it back. */
    async takeAway() {
      await rename(dirname(arrivedFile(directory)), join(folder, 'away'));
    },
    async bringBack() {
      await rename(join(folder, 'away'), dirname(arrivedFile(directory)));
    },
    spoolOf: (release: number) => join(directory, 'spool', place.project, place.environment, String(release)),
    /** The process that works in a release's spool; undefined while none does. */
    async gatewayPid(release: number): Promise<number | undefined> {
      const holder = await readlink(join(this.spoolOf(release), 'lock')).catch(() => undefined);
      return holder === undefined ? undefined : (parseIdentity(holder)?.pid ?? Number(holder));
    },
    async stop() {
      await Promise.all(hosts.splice(0).map((host) => host.close()));
    },
    async close() {
      await this.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type HostClient = ReturnType<typeof clientOf>;

/** Speaks to a local host as its callers do. */
export function clientOf(port: number) {
  const url = `http://127.0.0.1:${port}`;
  const call = async (method: string, path: string, body?: unknown, bearer = token) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const observe = async (deployment: DeploymentRef) =>
    (await call('GET', deploymentPath(deployment))).body as unknown as Observation;
  const until = async (deployment: DeploymentRef, state: Observation['state']): Promise<Observation> => {
    const seen = await observe(deployment);
    return seen.state === state ? seen : wait(5).then(() => until(deployment, state));
  };
  return {
    url,
    port,
    call,
    observe,
    /** Looks until it is so; a test that waits in vain ends by its time limit. */
    until,
    stage: (deployment: DeploymentRef, message: StageMessage) => call('PUT', deploymentPath(deployment), message),
    switchTo: (number: number, expectedPrevious: number | null) =>
      call('POST', servingPath(place), { release: number, expectedPrevious }),
    serving: async () => (await call('GET', servingPath(place))).body.serving,
    processes: () => call('GET', processesPath(place)),
    withdraw: (deployment: DeploymentRef) => call('DELETE', deploymentPath(deployment)),
    score: (rows = 1, headers: Record<string, string> = {}) =>
      fetch(`${url}/hmeq/production/v1/models/hmeq:regress`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ examples: Array.from({ length: rows }, () => ({})) }),
      }),
    model: (path: string) => fetch(`${url}/hmeq/production/v1/models/hmeq${path}`),
    probe: (deployment: DeploymentRef, path: string, bearer = token) =>
      fetch(`${url}${probePath(deployment)}/v1/models/hmeq${path}`, {
        headers: { authorization: `Bearer ${bearer}` },
      }),
  };
}
