import type { JWK } from 'jose';
import { z } from 'zod';
import { createClientCards } from './client-cards';
import { connectorRoutes } from './connector-routes';
import { createDeliver } from './deliver';
import { createFaults } from './faults';
import { createHttpServer } from './http';
import { createKeys } from './keys';
import type { Parts, Violation } from './parts';
import { playgroundRoutes } from './playground-routes';
import { createStateFile, type StateFile } from './state-file';
import { createThrottle } from './throttle';
import { tokenRoutes } from './token-routes';
import { createTranscript, type Transcript, type TranscriptState } from './transcript';
import type { Workplace } from './workplace';

export interface ConnectorSettings {
  readonly workplace: Workplace;
  /** The secret with which the bot gets its tokens. */
  readonly appPassword: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Where the bot listens: `http://127.0.0.1:<port>/api/messages`. Asked at each delivery. */
  readonly botUrl: () => string;
  /** Keeps transcript, installations and keys over restarts; without one they end with the process. */
  readonly stateFile?: string;
  /** Whether the bot is held to seven sends a second in a thread. */
  readonly throttle: boolean;
  /** The key pair to sign with while the state file has none; else a new one is made. */
  readonly key?: JWK;
  readonly now: () => Date;
  /** Hears of defects of the stand-in itself and of violations, a line each. */
  readonly log: (line: string) => void;
}

export interface Connector {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** Ends all connections and writes the last state. */
  stop(): Promise<void>;
}

/** The file is ours; only its outline is checked, so that a foreign file is refused. */
const savedSchema = z.object({
  version: z.literal(1),
  key: z.record(z.string(), z.unknown()),
  installed: z.array(z.string()),
  transcript: z.object({
    messages: z.array(z.unknown()),
    lastId: z.number(),
    lastEvent: z.number(),
  }),
});

const mostViolations = 1000;

async function readSaved(
  path: string | undefined,
): Promise<{ key: JWK; installed: string[]; transcript: TranscriptState } | undefined> {
  const saved = path === undefined ? undefined : await createStateFile(path, () => undefined).read();
  if (saved === undefined) return undefined;
  const parsed = savedSchema.safeParse(saved);
  if (!parsed.success)
    throw new Error(`${path} is not a state of the connector. Delete it to start with an empty channel.`);
  const { key, installed, transcript } = parsed.data;
  return { key, installed, transcript: transcript as unknown as TranscriptState };
}

/** Notes a violation for whoever asks, in the stream of events and in the log. */
function createComplaints(settings: ConnectorSettings, transcript: Transcript): Pick<Parts, 'complain' | 'violations'> {
  const violations: Violation[] = [];
  return {
    violations: () => violations,
    complain(what) {
      violations.push({ at: settings.now().toISOString(), what });
      if (violations.length > mostViolations) violations.shift();
      transcript.tell('violation', '', what);
      settings.log(`violation: ${what}`);
    },
  };
}

/** All that the routes share, as it was when the last process ended, and how it is kept. */
async function openParts(
  settings: ConnectorSettings,
  origin: () => string,
): Promise<{ readonly parts: Parts; readonly file: StateFile | undefined }> {
  const { workplace, appPassword, now, stateFile } = settings;
  const saved = await readSaved(stateFile);
  const keys = await createKeys(saved?.key ?? settings.key, now);
  const installed = new Set(saved?.installed ?? []);
  const state = (): unknown => ({
    version: 1,
    key: keys.saved,
    installed: [...installed],
    transcript: transcript.state(),
  });
  const file = stateFile === undefined ? undefined : createStateFile(stateFile, state);
  const transcript = createTranscript(saved?.transcript, now, () => file?.touch());
  const faults = createFaults();
  const clientCards = createClientCards();
  const throttle = createThrottle(settings.throttle, now);
  const complaints = createComplaints(settings, transcript);
  return {
    file,
    parts: {
      ...{ workplace, appPassword, keys, transcript, clientCards, installed, now, faults, throttle, origin },
      ...complaints,
    },
  };
}

/**
 * Teams' stand-in: the connector API, its signed tokens in both directions, and people to drive it. Listens on loopback
 * when this resolves. Rejects when the port is taken or the state file is not one of its own.
 */
export async function startConnector(settings: ConnectorSettings): Promise<Connector> {
  const { now, botUrl } = settings;
  let origin = '';
  const { parts, file } = await openParts(settings, () => origin);
  const { keys, transcript, complain } = parts;
  const { appId } = settings.workplace.bot;
  const deliver = createDeliver({ keys, strangerKeys: () => createKeys(undefined, now), appId, botUrl, now });
  const server = createHttpServer(
    [...connectorRoutes(parts), ...tokenRoutes(parts), ...playgroundRoutes(parts, deliver)],
    (method, path) => complain(`unknown route: ${method} ${path}`),
    (error) => settings.log(`defect: ${error instanceof Error ? error.message : String(error)}`),
  );
  origin = `http://127.0.0.1:${await server.listen(settings.port)}`;
  return {
    origin,
    async stop() {
      transcript.close();
      await server.close();
      file?.touch();
      await file?.flush();
    },
  };
}
