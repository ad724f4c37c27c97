import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type StewardError, errorText, isStewardError } from '../../domain/errors';

/** A program of ours that runs beside the local host. */
export interface ChildProgram {
  readonly script: string;
  readonly execArgv: readonly string[];
  /** The child's whole environment, but for what it is told by name: our own, with the token in it, is not for it. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ChildEnd {
  /** How, in words, with the last that the process wrote. */
  readonly why: string;
  /** From outside: by a signal. */
  readonly killed: boolean;
  /** Its exit status, unless it was killed. */
  readonly status?: number;
}

export interface Child {
  readonly pid: number;
  /** Resolves when the process has ended; never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** Asks the process to end, ends it by force after so many ms, and waits until it is gone. */
  stop(limitMs: number): Promise<void>;
}

/** A child that listens. */
export interface RunningChild {
  readonly pid: number;
  readonly port: number;
  readonly ended: Promise<ChildEnd>;
  /** Asks the process to end, ends it by force when it takes too long, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface Listening {
  readonly port: number;
  readonly child: Child;
}

/** Milliseconds until a child must listen. */
const startLimit = 60_000;
/** Characters kept of what the process wrote last, to tell why it ended. */
const tailLength = 4_000;

/**
 * Starts a program that ends when we end, however we end: it watches the channel between us. `onLine` gets what it says on
 * standard output and what it logs on standard error (`{"level":…}`); the rest of that tells why it ended.
 */
export function startChild(program: ChildProgram, args: readonly string[], onLine: (line: string) => void): Child {
  const child = fork(program.script, [...args], {
    execArgv: [...program.execArgv],
    env: { ...program.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', onLine);
  const ended = describeEnd(child, keepTail(child.stderr, onLine));
  return { pid: child.pid ?? 0, ended, stop: (limitMs) => stopChild(child, limitMs) };
}

/**
 * Starts a program that listens and says so on standard output: `{"listening":40123}`; its other lines go to `onLine`.
 * Resolves when it listens and `check` is content with it. Throws what `failed` makes of the reason, with `killed` for one
 * that was ended from outside, also when `signal` calls it off; the process is gone then.
 */
export async function startListening(
  program: ChildProgram,
  args: readonly string[],
  how: {
    readonly signal: AbortSignal;
    readonly stopLimit: number;
    readonly failed: (why: string, killed: boolean, cause?: unknown) => StewardError;
    readonly check?: (port: number) => Promise<void>;
    readonly onLine?: (line: string) => void;
  },
): Promise<Listening> {
  let listening: (port: number) => void = () => undefined;
  const port = new Promise<number>((resolve) => (listening = resolve));
  const child = startChild(program, args, (line) => {
    const said = Number(/^\{"listening":\s*(\d{1,5})\b/.exec(line)?.[1]);
    if (said > 0) listening(said);
    else how.onLine?.(line);
  });
  const early = child.ended.then(({ why, killed }): never => {
    throw how.failed(why, killed);
  });
  early.catch(() => undefined);
  try {
    const open = await Promise.race([port, calledOff(how.signal), early]);
    await how.check?.(open);
    return { port: open, child };
  } catch (error) {
    await child.stop(how.stopLimit);
    throw isStewardError(error) ? error : how.failed(errorText(error), false, error);
  }
}

/** The last line that is not of its log. */
function keepTail(stream: Readable | null, onLogged: (line: string) => void): () => string {
  let last = '';
  if (stream !== null)
    createInterface({ input: stream }).on('line', (line) => {
      if (line.startsWith('{"level":')) onLogged(line);
      else if (line.trim() !== '') last = line.trim().slice(-tailLength);
    });
  return () => (sentenceIn(last) ?? last).slice(0, 1_000);
}

/** A program of ours says why it ends as `{"error":"…"}`; what kills it from within (no memory) is written otherwise. */
function sentenceIn(line: string): string | undefined {
  try {
    const { error } = JSON.parse(line) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

async function describeEnd(child: ChildProcess, tail: () => string): Promise<ChildEnd> {
  const failure = once(child, 'error').then(([error]: unknown[]) => ({ why: errorText(error), killed: false }));
  const exit = once(child, 'close').then(([code, signal]: unknown[]) => {
    const killed = typeof signal === 'string';
    const how = killed ? `it was ended by ${signal}` : `it ended with status ${String(code)}`;
    const why = tail() === '' ? how : `${tail()} (${how})`;
    return { why, killed, ...(typeof code === 'number' && { status: code }) };
  });
  return Promise.race([failure, exit]);
}

async function calledOff(signal: AbortSignal): Promise<never> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(startLimit)]);
  if (!limit.aborted) await once(limit, 'abort');
  throw new Error(signal.aborted ? 'it was called off' : `it did not listen within ${startLimit / 1000} s`);
}

async function stopChild(child: ChildProcess, limitMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  // Not `disconnect`: of a child that is killed after it, Node never tells `close`.
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
  await gone;
  clearTimeout(timer);
}
