import { readFile } from 'node:fs/promises';
import { Agent, type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { errorText } from '../../domain/errors';
import type { Logger } from '../../domain/logger';
import { type DoorChoice, doorChoiceSchema, leadSchema } from '../../formats/docker/messages';
import { doorChoiceFile } from '../../formats/docker/ports';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { writeWholeFile } from '../../formats/files/write-whole-file';
import { answer, refuseScoring } from '../http/answers';
import { ask, forward } from '../http/forward';
import { readBody } from '../http/read-body';

export interface DoorSettings {
  /** Of this environment's door alone; the choice in it outlives the process. */
  readonly directory: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly controlPort: number;
}

export interface RunningDoor {
  readonly port: number;
  readonly controlPort: number;
  /** Answers what is under way, for at most `patience` ms. */
  close(patience: number): Promise<void>;
}

interface Door {
  readonly settings: DoorSettings;
  readonly log: Logger;
  readonly agent: Agent;
  choice: DoorChoice | undefined;
  /** One change of the choice after the other. */
  changes: Promise<unknown>;
  bytes: number;
}

/** Bytes of a request, and of all that are on their way. */
const maximal = { body: 4 * 1024 * 1024, inFlight: 128 * 1024 * 1024 } as const;
const maximalConnections = 1_024;
const maximalHeaders = 64 * 1024;
/** Ms for a gateway to say that it can answer. */
const readyLimit = 5_000;

/**
 * Holds the one address of an environment and leads each request to the gateway of the release that was chosen last; with
 * none, it refuses. A choice is on the disk before a request follows it. A request that is under way is answered by the
 * gateway that it came to.
 */
export async function runDoor(settings: DoorSettings, log: Logger): Promise<RunningDoor> {
  const choice = await readChoice(settings.directory);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256 });
  const door: Door = { settings, log, agent, choice, changes: Promise.resolve(), bytes: 0 };
  const outside = await listen(settings.port, settings.host, log, (request, response) => pass(door, request, response));
  const control = await listen(settings.controlPort, '127.0.0.1', log, (request, response) =>
    direct(door, request, response),
  );
  log.info('the door is open', { leads: choice?.release });
  return {
    port: portOf(outside),
    controlPort: portOf(control),
    close: async (patience) => {
      const closed = new Promise((resolve) => outside.close(resolve));
      outside.closeIdleConnections();
      control.close();
      control.closeAllConnections();
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, patience).unref())]);
      outside.closeAllConnections();
      agent.destroy();
    },
  };
}

async function readChoice(directory: string): Promise<DoorChoice | undefined> {
  try {
    return doorChoiceSchema.parse(JSON.parse(await readFile(join(directory, doorChoiceFile), 'utf8')));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

async function listen(port: number, host: string, log: Logger, handle: Handle): Promise<Server> {
  const limits = { requestTimeout: 60_000, headersTimeout: 10_000, keepAliveTimeout: 60_000 };
  const server = createServer({ ...limits, maxHeaderSize: maximalHeaders }, (request, response) => {
    if (!server.listening) response.setHeader('connection', 'close');
    handle(request, response).catch((error: unknown) => {
      // A client that went away in the middle of its request needs no answer.
      if (request.destroyed && !request.complete) return;
      log.error('a request failed', { error });
      if (response.headersSent) return void response.destroy();
      refuseScoring(response, 500, "The door of the environment failed; its container's log says why.");
    });
  });
  server.maxConnections = maximalConnections;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** What is not of models, a gateway's own pages, is nobody's business outside. */
async function pass(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  if (!path.startsWith('/v1/')) return answer(response, 404, { error: 'There are models below /v1/models/.' });
  const bytes = Math.min(Number(request.headers['content-length'] ?? maximal.body) || 0, maximal.body);
  const held = request.method === 'GET' ? 0 : bytes;
  if (door.bytes + held > maximal.inFlight) {
    response.setHeader('connection', 'close');
    return refuseScoring(response, 429, 'Too much is being answered; send it again shortly.');
  }
  door.bytes += held;
  try {
    const body = await readBody(request, maximal.body);
    if (body === undefined)
      return refuseScoring(response, 413, `The body is longer than ${maximal.body} bytes; send fewer rows at once.`);
    const to = door.choice?.gateway;
    if (to === undefined) return refuseScoring(response, 503, 'No release has the traffic of this environment yet.');
    const what = { method: request.method ?? 'GET', path, headers: request.headers, body };
    await forward(door.agent, new URL(to), what, response);
  } finally {
    door.bytes -= held;
  }
}

async function direct(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/lead') return answer(response, 404, { error: 'There is lead.' });
  const body = await readBody(request, maximal.body);
  const { expected, choice } = leadSchema.parse(JSON.parse(body?.toString('utf8') ?? ''));
  const change = door.changes.then(() => lead(door, expected, choice));
  door.changes = change.catch(() => undefined);
  const { status, said } = await change;
  answer(response, status, said);
}

async function lead(
  door: Door,
  expected: number | null,
  choice: DoorChoice,
): Promise<{ status: number; said: object }> {
  const actual = door.choice?.release ?? null;
  if (actual !== choice.release && actual !== expected) return { status: 409, said: { actual } };
  const why = await silenceOf(door, choice.gateway);
  if (why !== undefined) return { status: 503, said: { why } };
  await writeWholeFile(
    join(door.settings.directory, doorChoiceFile),
    `${JSON.stringify(choice)}\n`,
    door.settings.directory,
  );
  door.choice = choice;
  door.log.info('leads to another release', { from: actual, to: choice.release });
  return { status: 200, said: { release: choice.release } };
}

/** Why a gateway cannot answer, as seen from where requests will come from; undefined when it can. */
async function silenceOf({ agent }: Door, gateway: string): Promise<string | undefined> {
  const what = { method: 'GET', path: '/-/readyz', headers: {}, body: Buffer.alloc(0) };
  const untilLate = (stop: () => void) => AbortSignal.timeout(readyLimit).addEventListener('abort', stop);
  try {
    const said = await ask(agent, new URL(gateway), what, untilLate);
    said.resume();
    return said.statusCode === 200 ? undefined : `its gateway answers with status ${said.statusCode ?? 0}`;
  } catch (error) {
    return `its gateway does not answer: ${errorText(error)}`;
  }
}
