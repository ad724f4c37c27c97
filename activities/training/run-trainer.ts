import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { errorText, StewardError } from '../../domain/errors';
import type { TrainerLog, TrainingProgress } from '../../domain/ports/trainer';
import { type HeardLine, hearLine } from './hear-line';
import { brokenOff, judgeExit, late, type TrainerFailure } from './judge-exit';
import { keepLog, tailBytes } from './keep-log';
import { keepTail } from './keep-tail';
import { readLines } from './read-lines';

export interface TrainerRun {
  /** Program and arguments; no shell reads them. */
  readonly words: readonly string[];
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** A scratch folder that it runs in. */
  readonly folder: string;
  readonly deadlineMs: number;
  /** Aborted when it is to stop. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Where the words of one that comes to no result are kept: they may be rows of applicants. */
  readonly log: TrainerLog;
}

/** How long its pipes are waited for after it has ended, in ms: a process that left its group may hold them. */
const lingerMs = 2_000;

/**
 * Becomes the trainer, leader of a process group of its own, and leaves a guard in that group: when our end of the pipe
 * closes, because the trainer has ended or because this process is gone in whatever way, the guard ends the whole group.
 */
const guarded = 'exec 3<&0; (cat <&3; kill -s KILL -- "-$$") >/dev/null 2>&1 & exec "$@" 3<&- </dev/null';

/**
 * Runs a trainer to its end. Throws `trainer_not_started`, `trainer_unfit`, `trainer_ended`, `training_timed_out`, or the
 * signal's reason; whatever it threw or returned, nothing of the trainer's group is left. What it throws holds no word of
 * the trainer's, which are in the log.
 */
export async function runTrainer(run: TrainerRun): Promise<void> {
  run.signal.throwIfAborted();
  const [program = '', ...rest] = run.words;
  const child = spawn('/bin/sh', ['-c', guarded, 'trainer', program, ...rest], {
    cwd: run.folder,
    env: { ...run.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const said = listen(child, run.onProgress);
  const tail = keepTail(child.stderr, tailBytes);
  const ended = describeEnd(child);
  const stopped = new AbortController();
  try {
    const limit = wait(run.deadlineMs, 'late' as const, { signal: stopped.signal }).catch(() => 'late' as const);
    const called = calledOff(run.signal, stopped.signal);
    const end = await Promise.race([ended, limit, called]);
    if (end === 'called off') throw run.signal.reason;
    const { name } = run.log;
    const failure = end === 'late' ? late(run.deadlineMs, name) : judgeEnd(end, said().code, name);
    if (!failure) return;
    endGroup(child);
    const log = await keepLog(run.log, Buffer.concat([tail(), lastWords(said().line)]));
    throw new StewardError(failure.code, { ...failure.details, log });
  } finally {
    stopped.abort();
    endGroup(child);
    await Promise.race([ended, wait(lingerMs, undefined, { ref: false })]);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** It could not be started at all. */
  readonly error?: unknown;
}

async function describeEnd(child: ChildProcess): Promise<ProcessEnd> {
  const failure = once(child, 'error').then(([error]: unknown[]): ProcessEnd => ({ code: null, signal: null, error }));
  const closed = new Promise((resolve) => child.once('close', resolve));
  const exit = once(child, 'exit').then(async ([code, signal]: unknown[]): Promise<ProcessEnd> => {
    endGroup(child);
    await Promise.race([closed, wait(lingerMs, undefined, { ref: false })]);
    return { code: code as number | null, signal: signal as string | null };
  });
  // Its input is the guard's pipe, which may break as it ends.
  child.stdin?.on('error', () => undefined);
  return Promise.race([failure, exit]);
}

/** Everything that is left of the group, the guard included. */
function endGroup(child: ChildProcess): void {
  child.stdin?.destroy();
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function calledOff(signal: AbortSignal, over: AbortSignal): Promise<'called off'> {
  const either = AbortSignal.any([signal, over]);
  if (!either.aborted) await once(either, 'abort');
  return 'called off';
}

function judgeEnd(
  { code, signal, error }: ProcessEnd,
  named: string | undefined,
  log: string,
): TrainerFailure | undefined {
  if (error !== undefined) return { code: 'trainer_not_started', details: { why: errorText(error), log } };
  if (code === null) return brokenOff(`it was ended by ${signal}`, named, log);
  return judgeExit(code, named, log);
}

function lastWords(line: string | undefined): Buffer {
  return Buffer.from(line === undefined ? '' : `\n${line}\n`);
}

interface LastLine extends Pick<HeardLine, 'code'> {
  readonly line?: string;
}

/** Hears progress; returns its last line. Lines that are nothing of the contract are passed over. */
function listen(child: ChildProcess, onProgress: TrainerRun['onProgress']): () => LastLine {
  let last: LastLine = {};
  let furthest = 0;
  if (child.stdout)
    readLines(child.stdout, (text) => {
      const heard = text === undefined ? undefined : hearLine(text);
      if (text === undefined || heard === undefined) return;
      const { progress, code } = heard;
      last = { line: text, ...(code === undefined ? {} : { code }) };
      if (progress === undefined || progress.progress < furthest) return;
      furthest = progress.progress;
      onProgress(progress);
    });
  return () => last;
}
