import { mkdir } from 'node:fs/promises';
import { Agent, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { ScoredRowsDatabase } from '../../database/scored-rows';
import { StewardError, isStewardError } from '../../domain/errors';
import type { Logger } from '../../domain/logger';
import { type HeldLock, takeLock } from '../../formats/files/with-lock';
import { type Counted, composeCounters, counted } from './counters';
import { type GapLedger, openGapLedger } from './gap-ledger';
import { startServer } from './http/start-server';
import { newReference } from './new-reference';
import type { GatewaySettings } from './parse-settings';
import { type Recorder, createRecorder } from './record-rows';
import { type Shipper, startShipper } from './ship/start-shipper';
import { type Spool, openSpool } from './spool/spool';

export interface GatewayDeps {
  readonly connect: () => ScoredRowsDatabase;
  /** Ms since 1970. */
  readonly clock: () => number;
  readonly random: () => number;
  readonly randomBytes: (size: number) => Buffer;
  readonly newKey: () => string;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: Logger;
}

export interface RunningGateway {
  /** Undefined when it only drains. */
  readonly port: number | undefined;
  /** Answers what is under way, then ships what is left until `limit`. Whether all is in PostgreSQL. */
  close(limit: AbortSignal): Promise<boolean>;
}

/** References whose inputs are remembered, at most: some 150 MB. */
const knownReferences = 1_000_000;
/** Connections to the model that are kept: as many as there may be requests, so that none is closed for the next to open. */
const modelConnections = 256;
/** Ms to wait for a predecessor that is stopping, and for requests that are under way at the end. */
const patience = { lock: 15_000, answers: 5_000 } as const;

interface Parts {
  readonly lock: HeldLock;
  readonly spool: Spool;
  readonly ledger: GapLedger;
  readonly recorder: Recorder;
  readonly shipper: Shipper;
}

/**
 * Puts itself between clients and one model: passes requests on and records what the contract's call scored. With
 * `listen: false` it only ships what the spool holds. Throws `gateway_running`, `port_taken`.
 */
export async function runGateway(
  settings: GatewaySettings,
  deps: GatewayDeps,
  { listen }: { readonly listen: boolean },
): Promise<RunningGateway> {
  const directory = resolve(settings.directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await lockSpool(directory);
  try {
    const parts = { lock, ...(await openParts(settings, directory, deps)) };
    const agent = new Agent({ keepAlive: true, maxFreeSockets: modelConnections });
    const server = listen ? await serve(settings, deps, parts, agent) : undefined;
    return {
      port: (server?.address() as AddressInfo | undefined)?.port,
      close: async (limit) => {
        if (server !== undefined) await closeServer(server, deps);
        agent.destroy();
        return closeParts(parts, limit);
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function lockSpool(directory: string): Promise<HeldLock> {
  try {
    return await takeLock(join(directory, 'lock'), patience.lock);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'store_locked') throw error;
    throw new StewardError('gateway_running', { directory, holder: String(error.details.holder) }, { cause: error });
  }
}

async function openParts(
  settings: GatewaySettings,
  directory: string,
  deps: GatewayDeps,
): Promise<Omit<Parts, 'lock'>> {
  const now = () => new Date(deps.clock()).toISOString();
  const onFault = (error: unknown): void => deps.log.error('the spool cannot be written', { error });
  const { recording, ...scoredBy } = settings.deployment;
  const ledger = await openGapLedger({ path: join(directory, 'gaps'), now, newKey: deps.newKey, onFault });
  const recorder = createRecorder((rows) => spool.append(rows), knownReferences);
  const spool = await openSpool({
    directory,
    scoredBy,
    mode: recording.mode,
    maxBytes: settings.maxSpool,
    now,
    randomBytes: deps.randomBytes,
    onFault,
    onFound: (row) => recorder.remember(row),
  });
  if (spool.size().rows > 0) deps.log.info('rows were waiting in the spool', spool.size());
  return { spool, ledger, recorder, shipper: startShipper({ ...deps, spool, ledger, scoredBy, now }) };
}

function serve(settings: GatewaySettings, deps: GatewayDeps, parts: Parts, agent: Agent): Promise<Server> {
  const { spool, ledger, recorder, shipper } = parts;
  const now = () => new Date(deps.clock()).toISOString();
  const counts = Object.fromEntries(counted.map((what) => [what, 0])) as Record<Counted, number>;
  return startServer(
    {
      agent,
      model: settings.model,
      deployment: settings.deployment,
      recorder,
      ledger,
      newReference: () => newReference(deps.clock(), deps.randomBytes),
      now,
      count: (what, rows) => (counts[what] += rows),
      counters: () => composeCounters(now(), counts, shipper.counts(), spool.size()),
      blocked: () =>
        settings.deployment.recording.whenFull === 'refuse' && spool.isFull()
          ? 'there is no room for another row'
          : undefined,
      log: deps.log,
    },
    settings.host,
    settings.port,
  );
}

/** No new connections; what is under way is answered, but not waited for without end. */
async function closeServer(server: Server, deps: GatewayDeps): Promise<void> {
  const closed = new AbortController();
  server.close(() => closed.abort());
  server.closeIdleConnections();
  await deps.pause(patience.answers, closed.signal);
  server.closeAllConnections();
}

async function closeParts({ lock, spool, ledger, shipper }: Parts, limit: AbortSignal): Promise<boolean> {
  const drained = await shipper.drain(limit);
  await spool.close();
  await ledger.end();
  await lock.release();
  return drained;
}
