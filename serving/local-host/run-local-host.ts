import type { AddressInfo } from 'node:net';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StewardError, isStewardError } from '../../domain/errors';
import { releaseName } from '../../domain/ids';
import type { Logger } from '../../domain/logger';
import { sweepTemporary } from '../../formats/files/temporary-files';
import { type HeldLock, takeLock } from '../../formats/files/with-lock';
import { createHost } from './create-host';
import { startServer } from './http/start-server';
import { type ModelRun, type ModelRunDeps, runModel } from './run-model';
import { type ModelServerProgram, startModelServer } from './start-model-server';
import { type HeldDeployment, loadState, saveState } from './state-file';
import { imagesOf, keepImages, unpackImage } from './unpack-image';

export interface LocalHostSettings {
  /** 0 takes a free one, for tests. */
  readonly port: number;
  readonly token: string;
  /** Of this local host alone: its state and the unpacked images. */
  readonly directory: string;
  readonly maxModels: number;
  readonly maxInFlight: number;
  /** Milliseconds to wait for a predecessor that is stopping; a killed one's folder is free at once. */
  readonly startPatience: number;
}

export interface LocalHostDeps extends Pick<ModelRunDeps, 'now' | 'pause'> {
  readonly log: Logger;
  readonly modelServer: ModelServerProgram;
}

export interface RunningLocalHost {
  readonly port: number;
  /** Answers what is on its way, then ends the model servers. */
  close(): Promise<void>;
}

/**
 * Runs models by digest and gives each environment one stable address. After being killed it goes on with what was
 * staged and serving. Throws `local_host_running`, `local_host_state_damaged`, `port_taken`, `store_cannot_write`.
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
    const host = createHost({
      state,
      save: (next) => saveState(directory, next),
      run: (deployment) => runDeployment(directory, deployment, deps),
      keepImages: (needed) => keepImages(directory, needed),
      limit: settings.maxModels,
    });
    const server = await startServer({ host, log: deps.log, ...settings }, settings.port).catch(
      async (error: unknown) => {
        await host.close();
        throw error;
      },
    );
    const close = async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeIdleConnections();
      await host.close();
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

async function lockDirectory(directory: string, patience: number): Promise<HeldLock> {
  try {
    return await takeLock(join(directory, 'lock'), patience);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'store_locked') throw error;
    throw new StewardError('local_host_running', { directory, holder: String(error.details.holder) }, { cause: error });
  }
}

function runDeployment(directory: string, deployment: HeldDeployment, deps: LocalHostDeps): ModelRun {
  const { project, environment, release, layout, image, versionDirectory } = deployment;
  const log = deps.log.child({ project, environment, release: releaseName(release) });
  return runModel(image, versionDirectory, {
    now: deps.now,
    pause: deps.pause,
    onChange: (seen) => log.info(`model ${seen.state}`, 'detail' in seen ? { detail: seen.detail } : {}),
    start: async (signal) => {
      const folder = await unpackImage(directory, layout, image);
      const model = { directory: join(folder, 'models', project, versionDirectory), name: project };
      return startModelServer(deps.modelServer, { ...model, version: versionDirectory }, signal);
    },
  });
}
