import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { errorCode } from './error-code';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

export interface GroupOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Standard output and error are appended here, by the child itself: its last lines outlive us. */
  readonly logFile: string;
  /** Opens a channel to the program and hears what it says there; `reply` is lost when it has gone by then. */
  readonly onMessage?: MessageListener;
}

export type MessageListener = (message: unknown, reply: (answer: object) => void) => void;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessGroup {
  readonly pid: number;
  /** Settles when the leading process has ended; never rejects. */
  readonly ended: Promise<Ending>;
  readonly hasEnded: () => boolean;
}

/**
 * Starts a program as the leader of a process group of its own, so that Ctrl-C in the terminal reaches the supervisor
 * alone and the ordered stop stays in its hands. Rejects when the program cannot be started at all.
 */
export async function startGroup(command: Command, options: GroupOptions): Promise<ProcessGroup> {
  const log = openSync(options.logFile, 'a', 0o600);
  const child = spawn(command.program, command.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', log, log, ...(options.onMessage === undefined ? [] : ['ipc' as const])],
    ...(command.uid === undefined ? {} : { uid: command.uid }),
    ...(command.gid === undefined ? {} : { gid: command.gid }),
  });
  closeSync(log);
  const reply = (answer: object): void => {
    if (child.connected) child.send(answer, () => undefined);
  };
  child.on('message', (message: unknown) => options.onMessage?.(message, reply));
  let over = false;
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => {
      over = true;
      resolve({ code, signal });
    });
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
  return { pid, ended, hasEnded: () => over };
}

/** Signals a whole group; false when it is gone already. */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  return send(-pid, signal);
}

function send(target: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

export interface StopOptions {
  /** What asks the program to end in order. */
  readonly signal: NodeJS.Signals;
  /** Milliseconds it may take before the whole group is ended by force. */
  readonly limit: number;
  /** Signal the leader alone: PostgreSQL passes the word on to its own children. */
  readonly leaderOnly?: boolean;
}

/** Ends a group; true when it ended in order, false when it had to be forced. */
export async function stopGroup(group: ProcessGroup, options: StopOptions): Promise<boolean> {
  if (group.hasEnded()) {
    signalGroup(group.pid, 'SIGKILL');
    return true;
  }
  send(options.leaderOnly === true ? group.pid : -group.pid, options.signal);
  const clock = new AbortController();
  const late = wait(options.limit, 'late' as const, { signal: clock.signal }).catch(() => 'late' as const);
  const outcome = await Promise.race([group.ended, late]);
  clock.abort();
  // What the leader left behind in its group (a trainer, a backend) must not outlive it.
  signalGroup(group.pid, 'SIGKILL');
  await group.ended;
  return outcome !== 'late';
}

export function describeEnding(ending: Ending): string {
  if (ending.signal !== null) return `ended by ${ending.signal}`;
  return `ended with exit code ${ending.code ?? 'unknown'}`;
}

function isGone(error: unknown): boolean {
  return errorCode(error) === 'ESRCH';
}
