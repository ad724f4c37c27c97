import { migrate } from '../../database/migrate';
import { serverCache } from './cache-folder';
import type { Unit } from './keep-running';
import type { LaptopPlatform } from './laptop-platform';
import type { LaptopPorts } from './laptop-ports';
import type { LaptopSecrets } from './laptop-secrets';
import { laptopDatabase, type LaptopSettings } from './laptop-settings';
import { temporalServer } from './pinned-servers';
import { findPostgresBinaries } from './postgres-binaries';
import { ensureCluster, isClusterMade } from './postgres-cluster';
import { ensureDatabase, ensureRoles } from './postgres-roles';
import { postgresUrl } from './postgres-server';
import type { Home } from './prepare-home';
import { obtainServerProgram } from './server-program';
import { settleAll } from './settle-all';
import { chooseStepDown } from './step-down';
import { requireTemporal } from './temporal-server';
import { postgresUnit, temporalUnit } from './units';

export interface ServersContext {
  readonly platform: LaptopPlatform;
  readonly home: Home;
  readonly ports: LaptopPorts;
  readonly secrets: LaptopSecrets;
  readonly settings: LaptopSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly durable: boolean;
  /** True when TEMPORAL_ADDRESS names a server that is not ours to start. */
  readonly temporalGiven: boolean;
  readonly say: (line: string) => void;
  readonly keep: (unit: Unit) => Promise<void>;
}

/** Brings up PostgreSQL with its roles and schema and, beside it, Temporal. */
export function bringUpServers(context: ServersContext): Promise<void> {
  return settleAll([bringUpPostgres(context), bringUpTemporal(context)]);
}

async function bringUpPostgres(context: ServersContext): Promise<void> {
  const { home, say, ports, secrets, settings } = context;
  const binaries = await findPostgresBinaries(context.platform);
  const cluster = {
    binaries,
    stepDown: await chooseStepDown(binaries.postgres, process.getuid?.()),
    directory: home.postgres,
    adminPassword: secrets.postgresAdmin,
    durable: context.durable,
  };
  if (!isClusterMade(home.postgres)) say('Making the data folder of PostgreSQL (once)…');
  await ensureCluster(cluster);
  await context.keep(postgresUnit(home, ports, cluster));
  const adminUrl = postgresUrl({ ...cluster, port: ports.postgres }, 'postgres');
  await ensureRoles(adminUrl, secrets);
  await ensureDatabase(adminUrl, laptopDatabase);
  const applied = await migrate(settings.STEWARD_DATABASE_OWNER_URL);
  const news = applied.length === 0 ? 'its schema is up to date' : `migrations applied: ${applied.join(', ')}`;
  say(`PostgreSQL is ready on 127.0.0.1:${ports.postgres}; ${news}.`);
}

async function bringUpTemporal(context: ServersContext): Promise<void> {
  const { home, say, ports, settings, env, platform } = context;
  if (context.temporalGiven) {
    say(`Waiting for the Temporal server at ${settings.TEMPORAL_ADDRESS} (TEMPORAL_ADDRESS)…`);
    await requireTemporal(settings.TEMPORAL_ADDRESS, settings.TEMPORAL_NAMESPACE);
    return;
  }
  const tools = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const program = await obtainServerProgram({
    server: temporalServer,
    platform,
    env: tools,
    cache: serverCache(env),
    say,
  });
  await context.keep(temporalUnit(home, ports, program, settings.TEMPORAL_NAMESPACE));
  say(`Temporal is ready on ${settings.TEMPORAL_ADDRESS}; its page is ${settings.STEWARD_TEMPORAL_UI_URL}.`);
}
