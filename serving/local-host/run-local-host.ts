import type { AddressInfo } from 'node:net';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StewardError, isStewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { Logger } from '../../domain/logger';
import { sweepTemporary } from '../../formats/files/temporary-files';
import { type HeldLock, takeLock } from '../../formats/files/with-lock';
import type { GatewayDeployment } from '../../formats/gateway/deployment';
import { createHost } from './create-host';
import { startServer } from './http/start-server';
import { type DeploymentRun, type DeploymentRunDeps, runDeployment } from './run-deployment';
import { type Spools, createSpools } from './spools';
import type { ChildProgram } from './start-child';
import { startDrain, startGateway } from './start-gateway';
import { startModelServer } from './start-model-server';
import { type HeldDeployment, loadState, saveState } from './state-file';
import { imagesOf, keepImages, unpackImage } from './unpack-image';

export interface LocalHostSettings {
  /** 0 takes a free one, for tests. */
  readonly port: number;
  readonly token: string;
  /** Of this local host alone: its state, the unpacked images, and the spools of its gateways. */
  readonly directory: string;
  readonly maxModels: number;
  readonly maxInFlight: number;
  /** Milliseconds to wait for a predecessor that is stopping; a killed one's folder is free at once. */
  readonly startPatience: number;
  /** Passed on to gateways, and to nobody else. */
  readonly gateway: Readonly<Record<'STEWARD_GATEWAY_DATABASE_URL' | 'STEWARD_GATEWAY_SPOOL_MB', string>>;
}

export interface LocalHostDeps extends Pick<DeploymentRunDeps, 'now' | 'pause'> {
  readonly log: Logger;
  readonly modelServer: ChildProgram;
  readonly gateway: ChildProgram;
}

export interface RunningLocalHost {
  readonly port: number;
  /** Answers what is on its way, then ends the gateways, which ship what they can, and the model servers. */
  close(): Promise<void>;
}

/**
 * Runs models by digest and gives each environment one stable address. After being killed it goes on with what was
 * staged and serving. Throws `local_host_running`, `local_host_state_damaged`, `local_host_state_old`, `port_taken`,
 * `store_cannot_write`.
 */
export async function runLocalHost(settings: LocalHostSettings, deps: LocalHostDeps): Promise<RunningLocalHost> {
  const directory = resolve(settings.directory);
  await mkdir(directory, { recursive: true });
  const lock = await lockDirectory(directory, settings.startPatience);
  try {
    await sweepTemporary(imagesOf(directory).unfinished);
    const state = await loadState(directory);
    await keepImages(
      directory,
      state.deployments.map(({ image }) => image),
    );
    const running = { ...deps, directory, gateway: withSettings(deps.gateway, settings.gateway) };
    const spools = openSpools(running);
    await spools.shipOthers(state.deployments);
    const host = createHost({
      state,
      save: (next) => saveState(directory, next),
      run: (deployment) => runHeld(running, spools, deployment),
      keepImages: (needed) => keepImages(directory, needed),
      limit: settings.maxModels,
    });
    const closeHost = () => Promise.all([spools.close(), host.close()]);
    const server = await startServer({ host, log: deps.log, ...settings }, settings.port).catch(
      async (error: unknown) => {
        await closeHost();
        throw error;
      },
    );
    const close = async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await closeHost();
      server.closeAllConnections();
      await closed;
      await lock.release();
    };
    return { port: (server.address() as AddressInfo).port, close };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Running extends LocalHostDeps {
  readonly directory: string;
}

function withSettings(program: ChildProgram, settings: Readonly<Record<string, string>>): ChildProgram {
  return { ...program, environment: { ...program.environment, ...settings } };
}

function openSpools({ directory, gateway, pause, log }: Running): Spools {
  return createSpools({
    root: join(directory, 'spool'),
    temporary: imagesOf(directory).unfinished,
    drain: (spool, told) => startDrain(gateway, spool, told, log.child({ spool })),
    pause,
    onUnfinished: (spool, error) => log.warn('rows of a withdrawn deployment wait to be shipped', { spool, error }),
  });
}

async function lockDirectory(directory: string, patience: number): Promise<HeldLock> {
  try {
    return await takeLock(join(directory, 'lock'), patience);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'store_locked') throw error;
    throw new StewardError('local_host_running', { directory, holder: String(error.details.holder) }, { cause: error });
  }
}

function runHeld(running: Running, spools: Spools, held: HeldDeployment): DeploymentRun {
  const { directory, now, pause } = running;
  const { project, environment, release, layout, image, versionDirectory } = held;
  const log = running.log.child({ project, environment, release: releaseName(release) });
  const told = tellGateway(held);
  const claim = spools.claim(held, told);
  const run = runDeployment(
    { state: 'ready', image, versionDirectory },
    {
      now,
      pause,
      onChange: (which, seen) => log.info(`${which} ${seen.state}`, 'detail' in seen ? { detail: seen.detail } : {}),
      startModel: async (signal) => {
        const folder = await unpackImage(directory, layout, image);
        const model = { directory: join(folder, 'models', project, versionDirectory), name: project };
        return startModelServer(running.modelServer, { ...model, version: versionDirectory }, signal);
      },
      startGateway: async (modelPort, signal) => {
        const spool = await claim.folder();
        return startGateway(running.gateway, { modelPort, spool, deployment: told }, log, signal);
      },
    },
  );
  const stop = async (drainMs: number) => {
    await run.stop(drainMs);
    claim.release();
  };
  return { ...run, stop };
}

/** What a gateway is told about its deployment, as `STEWARD_GATEWAY_DEPLOYMENT`. */
function tellGateway(held: HeldDeployment): string {
  const { project, environment, release, label, packageDigest, contract, call, recording } = held;
  const by = { project, environment, release, version: label, packageDigest };
  const deployment: GatewayDeployment = { ...by, contract, call, recording };
  return JSON.stringify(deployment);
}
