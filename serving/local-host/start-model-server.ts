import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { StewardError, errorText, isStewardError } from '../../domain/errors';

/** The program that serves one model on this machine. */
export interface ModelServerProgram {
  readonly script: string;
  readonly execArgv: readonly string[];
  /** The child's whole environment: our own, with the token in it, is not for it. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ModelToServe {
  /** The folder with `saved_model.pb`. */
  readonly directory: string;
  readonly name: string;
  readonly version: string;
}

export interface ModelServerEnd {
  /** How, in words, with the last that the process wrote. */
  readonly why: string;
  /** From outside: by a signal. */
  readonly killed: boolean;
}

export interface RunningModel {
  readonly port: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<ModelServerEnd>;
  /** Asks the process to end, ends it after two seconds, and waits until it is gone. */
  stop(): Promise<void>;
}

/** Milliseconds for loading a model, for saying what it serves, and for ending. */
const limits = { start: 60_000, metadata: 10_000, stop: 2_000 } as const;
/** Characters kept of what the process wrote last, to tell why it ended. */
const tailLength = 4_000;

/**
 * Starts a model server as a child that ends when we end, however we end: it watches the channel between us. Resolves
 * when it listens and says itself that it serves this model in this version. Throws `model_server_failed`, with
 * `killed: true` among the details for one that was ended from outside, or when `signal` calls it off.
 */
export async function startModelServer(
  program: ModelServerProgram,
  model: ModelToServe,
  signal: AbortSignal,
): Promise<RunningModel> {
  const { directory, name, version } = model;
  const child = fork(program.script, ['--model', directory, '--name', name, '--version', version, '--port', '0'], {
    execArgv: [...program.execArgv],
    env: { ...program.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = describeEnd(child, keepTail(child.stderr));
  const stop = () => stopChild(child);
  try {
    const port = await Promise.race([readPort(child), calledOff(signal), ended.then(endedEarly)]);
    await checkServed(port, name, version, signal);
    return { port, ended, stop };
  } catch (error) {
    await stop();
    if (isStewardError(error)) throw error;
    throw new StewardError('model_server_failed', { why: errorText(error), killed: false }, { cause: error });
  }
}

/** The child's first words on standard output that name its port: `{"listening":40123}`. */
async function readPort(child: ChildProcess): Promise<number> {
  if (child.stdout === null) throw new Error('it has no standard output');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const port = Number(/^\{"listening":\s*(\d{1,5})\b/.exec(line)?.[1]);
      if (port > 0) resolve(port);
    });
  });
}

async function checkServed(port: number, name: string, version: string, signal: AbortSignal): Promise<void> {
  const path = `/v1/models/${encodeURIComponent(name)}/versions/${version}/metadata`;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(limits.metadata)]),
  });
  await answer.arrayBuffer();
  if (answer.status !== 200)
    throw new Error(`it does not serve version ${version} of ${name} (status ${answer.status})`);
}

function keepTail(stream: Readable | null): () => string {
  let tail = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-tailLength);
  });
  return () => {
    const line = tail.trim().split('\n').at(-1) ?? '';
    return (sentenceIn(line) ?? line).slice(0, 1_000);
  };
}

/** A model server says why it ends as `{"error":"…"}`; what kills it from within (no memory) is written otherwise. */
function sentenceIn(line: string): string | undefined {
  try {
    const { error } = JSON.parse(line) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

async function describeEnd(child: ChildProcess, tail: () => string): Promise<ModelServerEnd> {
  const failure = once(child, 'error').then(([error]: unknown[]) => ({ why: errorText(error), killed: false }));
  const exit = once(child, 'close').then(([code, signal]: unknown[]) => {
    const killed = typeof signal === 'string';
    const how = killed ? `it was ended by ${signal}` : `it ended with status ${String(code)}`;
    return { why: tail() === '' ? how : `${tail()} (${how})`, killed };
  });
  return Promise.race([failure, exit]);
}

function endedEarly({ why, killed }: ModelServerEnd): never {
  throw new StewardError('model_server_failed', { why, killed });
}

async function calledOff(signal: AbortSignal): Promise<never> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(limits.start)]);
  if (!limit.aborted) await once(limit, 'abort');
  throw new Error(signal.aborted ? 'it was called off' : `it did not listen within ${limits.start / 1000} s`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  if (child.connected) child.disconnect();
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), limits.stop);
  await gone;
  clearTimeout(timer);
}
