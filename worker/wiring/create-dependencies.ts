import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { createBuiltInRegistry } from '../../activities/registry/built-in/create-built-in-registry';
import type { RegistryDependencies } from '../../activities/registry';
import type { ReleaseDependencies } from '../../activities/release';
import { createLocalTarget } from '../../activities/target/local/create-local-target';
import type { Database } from '../../database/database';
import { StewardError } from '../../domain/errors';
import type { Logger } from '../../domain/logger';
import type { TargetSpec } from '../../domain/project';
import type { Target } from '../../domain/ports/target';
import { sweepTemporary, temporaryPath } from '../../formats/files/temporary-files';
import { inspectPackage } from '../../formats/package/inspect-package';
import type { SettingsOf } from '../../formats/settings/parse-settings';
import type { exchangeSettings } from '../../formats/settings/training-settings';
import { createMonitorEngine } from '../../workflows/client/create-monitor-engine';
import type { Keeping } from './create-keeping';
import { createBuilder } from './create-builder';
import { createDockerTargets } from './create-docker-targets';
import { createKubernetesTargets } from './create-kubernetes-targets';

export type WorkSettings = Omit<SettingsOf<'builder'>, 'STEWARD_DATASETS_DIR' | keyof typeof exchangeSettings>;

interface Wiring {
  readonly settings: WorkSettings;
  readonly database: Database;
  readonly client: Client;
  readonly logger: Logger;
  readonly keeping: Keeping;
}

/** The clients behind the ports, built from settings: what worker and builder do their activities with. */
export function createDependencies({
  settings,
  database,
  client,
  logger,
  keeping: { store, place },
}: Wiring): ReleaseDependencies & RegistryDependencies {
  const now = (): string => new Date().toISOString();
  const pause = (ms: number): Promise<void> => Context.current().sleep(ms);
  const work = path.join(settings.STEWARD_HOME, 'work');
  const local = localTargetOf(settings);
  const docker = createDockerTargets(settings);
  const kubernetes = createKubernetesTargets(settings, pause);
  return {
    database,
    registry: createBuiltInRegistry({ database, store }),
    builder: createBuilder(settings, place),
    target: (spec: TargetSpec): Target => {
      switch (spec.kind) {
        case 'local':
          return local();
        case 'docker':
          return docker(spec);
        case 'kubernetes':
          return kubernetes(spec);
      }
    },
    inspect: inspectPackage,
    withWorkDirectory: (use) => withWorkDirectory(work, use),
    inbox: settings.STEWARD_INBOX_DIR,
    uploads: settings.STEWARD_UPLOADS_DIR,
    now,
    pause,
    wakeMonitor: createMonitorEngine(client).wakeMonitor,
    reportMonitor: (line) => logger.warn('a monitor was not started', line),
  };
}

/** A Steward that releases to clusters only has no local host. Throws `setting_missing_for_target`. */
function localTargetOf({ STEWARD_LOCAL_HOST_URL: url, STEWARD_LOCAL_HOST_TOKEN: token }: WorkSettings): () => Target {
  const target =
    url === undefined || token === undefined
      ? undefined
      : createLocalTarget({ url: url.replace(/\/$/, ''), token, fetch });
  const setting = url === undefined ? 'STEWARD_LOCAL_HOST_URL' : 'STEWARD_LOCAL_HOST_TOKEN';
  return () => {
    if (target === undefined) throw new StewardError('setting_missing_for_target', { target: 'local', setting });
    return target;
  };
}

/** The name tells its owner, so that what a killed process left is swept by the next one that needs a folder. */
async function withWorkDirectory<T>(root: string, use: (directory: string) => Promise<T>): Promise<T> {
  await sweepTemporary(root);
  const directory = await temporaryPath(root);
  await mkdir(directory, { mode: 0o700 });
  try {
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
