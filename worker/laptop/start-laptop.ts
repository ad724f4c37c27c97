import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { renderSettingsFile } from '../../formats/settings/settings-file';
import { createPageAnswers } from './answer-page';
import { boundLog } from './bound-log';
import { bringUpServers } from './bring-up-servers';
import { type CodeRoot, ownCodeRoot, workflowBundleOf } from './code-root';
import { keepRunning, type KeptUnit, type Unit } from './keep-running';
import { readSystemFacts, requireLaptopPlatform } from './laptop-platform';
import { type LaptopPorts, requireFreePorts } from './laptop-ports';
import { ensureSecrets } from './laptop-secrets';
import { createLaptopSettings, type LaptopSettings } from './laptop-settings';
import { type PartName, parts } from './parts';
import { type Home, prepareHome } from './prepare-home';
import { settleAll } from './settle-all';
import { stopInOrder } from './stop-in-order';
import { partUnit } from './units';

export type UnitName = PartName | 'postgres' | 'temporal';

export interface LaptopOptions {
  /** Absolute path of the folder that holds all state; made when it is not there. */
  readonly home: string;
  readonly ports: LaptopPorts;
  /** The starter's environment: PATH, proxies, TEMPORAL_ADDRESS, STEWARD_CACHE, STEWARD_LOG_LEVEL, STEWARD_BOT_INSECURE_LOCAL. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One line a step. */
  readonly say: (line: string) => void;
  /** Which of our own processes to start beside the servers; all unless given. */
  readonly only?: readonly PartName[];
  /** Which code they run; the starter's own unless given. */
  readonly code?: CodeRoot;
  /** False gives up on surviving power loss, for tests; true unless given. */
  readonly durable?: boolean;
  /** Runs once in the life of a folder, when everything is up; again at the next start when it failed. */
  readonly firstStart?: FirstStart;
  /** Aborted when the start is to be given up: what was started is stopped, and the start rejects. */
  readonly signal?: AbortSignal;
}

export type FirstStart = (up: {
  readonly settings: LaptopSettings;
  readonly say: (line: string) => void;
}) => Promise<void>;

export interface Laptop {
  readonly settings: LaptopSettings;
  /** Throws a RangeError for one that was not started. */
  readonly part: (name: UnitName) => KeptUnit;
  /** Stops everything in order, each with a time limit, and gives the folder free. Safe to call twice. */
  readonly stop: () => Promise<void>;
  /** Ends everything at once. */
  readonly abandon: () => void;
}

/** Brings PostgreSQL, Temporal and all processes up on this machine and keeps them up until `stop`. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const platform = requireLaptopPlatform(readSystemFacts());
  const home = await prepareHome(options.home, options.say);
  const kept: KeptUnit[] = [];
  let stopping: Promise<void> | undefined;
  const logs = setInterval(() => kept.forEach((unit) => boundLog(unit.logFile)), 60_000);
  logs.unref();
  const release = (): void => {
    clearInterval(logs);
    home.unlock();
  };
  const stop = (): Promise<void> => (stopping ??= stopInOrder(kept, options.say).finally(release));
  const abandon = (): void => {
    kept.forEach((unit) => unit.abandon());
    release();
  };
  const keep = async (unit: Unit): Promise<void> => {
    const { say, signal } = options;
    kept.push(await keepRunning(unit, { say, book: home.book, ...(signal === undefined ? {} : { signal }) }));
  };
  try {
    const temporalGiven = givenTemporal(options) !== undefined;
    await requireFreePorts(options.ports, temporalGiven ? ['temporal', 'temporalUi'] : []);
    const secrets = await ensureSecrets(home.folder);
    const settings = settingsOf(options, home, secrets);
    await writeSettings(home, settings);
    const { ports, env, say, durable = true } = options;
    await bringUpServers({ platform, home, ports, secrets, settings, env, durable, temporalGiven, say, keep });
    await bringUpParts(options, home, settings, keep, () => findUnit(kept, 'postgres'));
    await runFirstStart(options, home, settings);
    return { settings, part: (name) => findUnit(kept, name), stop, abandon };
  } catch (error) {
    await stop();
    // What fails because it was ended on request is no news to whoever asked.
    options.signal?.throwIfAborted();
    throw error;
  }
}

function settingsOf(
  options: LaptopOptions,
  home: Home,
  secrets: Awaited<ReturnType<typeof ensureSecrets>>,
): LaptopSettings {
  const workflowBundle = workflowBundleOf(options.code ?? ownCodeRoot());
  return createLaptopSettings({
    home: home.folder,
    ports: options.ports,
    secrets,
    temporalAddress: givenTemporal(options) ?? `127.0.0.1:${options.ports.temporal}`,
    temporalNamespace: 'default',
    logLevel: options.env['STEWARD_LOG_LEVEL'] ?? 'info',
    insecureLocal: options.env['STEWARD_BOT_INSECURE_LOCAL'] === 'true',
    ...(workflowBundle === undefined ? {} : { workflowBundle }),
  });
}

async function bringUpParts(
  options: LaptopOptions,
  home: Home,
  settings: LaptopSettings,
  keep: (unit: Unit) => Promise<void>,
  postgres: () => KeptUnit,
): Promise<void> {
  const { say, env, only } = options;
  const localHost = { url: settings.STEWARD_LOCAL_HOST_URL, token: settings.STEWARD_LOCAL_HOST_TOKEN, fetch };
  const onMessage = createPageAnswers({ postgres, localHost, say });
  const code = options.code ?? ownCodeRoot();
  const teams = settings.STEWARD_BOT_INSECURE_LOCAL === undefined;
  const wanted = parts.filter((part) => (only?.includes(part.name) ?? true) && (teams || part.playsTeams !== true));
  if (wanted.length > 0) say(`Starting ${wanted.map((part) => part.title).join(', ')}…`);
  await settleAll(
    wanted.map(async (part) => {
      await keep(partUnit(part, { home, code, settings, env, onMessage }));
      say(`The ${part.title} is ready.`);
    }),
  );
}

async function runFirstStart(options: LaptopOptions, home: Home, settings: LaptopSettings): Promise<void> {
  const mark = home.file('first-start-done');
  if (options.firstStart === undefined || existsSync(mark)) return;
  await options.firstStart({ settings, say: options.say });
  await writeFile(mark, '');
}

/** For the shell entry, which reads it when nothing else tells it where Steward runs. */
async function writeSettings(home: Home, settings: LaptopSettings): Promise<void> {
  const file = home.file('settings.env');
  await writeFile(`${file}.new`, renderSettingsFile(settings), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function givenTemporal(options: LaptopOptions): string | undefined {
  return options.env['TEMPORAL_ADDRESS'] || undefined;
}

function findUnit(kept: readonly KeptUnit[], name: UnitName): KeptUnit {
  const unit = kept.find((candidate) => candidate.name === name);
  if (unit === undefined) throw new RangeError(`${name} was not started`);
  return unit;
}
