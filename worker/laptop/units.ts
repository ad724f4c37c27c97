import type { Settings } from '../../formats/settings/settings-file';
import { childEnvironment } from './child-environment';
import { type CodeRoot, nodeArguments } from './code-root';
import type { Unit } from './keep-running';
import { type LaptopPorts, portBaseVariable } from './laptop-ports';
import type { LaptopSettings } from './laptop-settings';
import type { Part } from './parts';
import type { ClusterOptions } from './postgres-cluster';
import { startPostgres } from './postgres-server';
import type { Home } from './prepare-home';
import type { MessageListener } from './process-group';
import { startPart } from './start-part';
import { startTemporal } from './temporal-server';

export function postgresUnit(home: Home, ports: LaptopPorts, cluster: ClusterOptions): Unit {
  const logFile = home.log('postgres');
  const options = { ...cluster, port: ports.postgres, logFile, maxConnections: 100, portVariable: portBaseVariable };
  return {
    name: 'postgres',
    title: 'PostgreSQL server',
    logFile,
    start: (onSpawn) => startPostgres({ ...options, onSpawn }),
  };
}

export function temporalUnit(home: Home, ports: LaptopPorts, program: string, namespace: string): Unit {
  const logFile = home.log('temporal');
  const options = {
    program,
    port: ports.temporal,
    uiPort: ports.temporalUi,
    databaseFile: home.file('temporal/temporal.db'),
    namespace,
    logFile,
    home: home.temporal,
    portVariable: portBaseVariable,
  };
  return {
    name: 'temporal',
    title: 'Temporal server',
    logFile,
    start: (onSpawn) => startTemporal({ ...options, onSpawn }),
  };
}

export function partUnit(
  part: Part,
  context: {
    readonly home: Home;
    readonly code: CodeRoot;
    readonly settings: LaptopSettings;
    /** What the starter's own environment holds. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Hears the part that may ask something of the starter. */
    readonly onMessage: MessageListener;
  },
): Unit {
  const { home, code, settings, env, onMessage } = context;
  const { title, stopLimit } = part;
  const logFile = home.log(title);
  const own: Settings = part.env(settings);
  const command = {
    title,
    args: nodeArguments(code, part.entry),
    env: childEnvironment(env, own),
    cwd: home.folder,
    logFile,
    stopLimit,
    ...(part.readyUrl === undefined ? {} : { readyUrl: part.readyUrl(settings) }),
    ...(part.control === true ? { onMessage } : {}),
  };
  return { name: part.name, title, logFile, start: (onSpawn) => startPart(command, onSpawn) };
}
