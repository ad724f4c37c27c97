import { setTimeout as wait } from 'node:timers/promises';
import { errorText, StewardError } from '../../domain/errors';
import { describeEnding, type ProcessGroup, signalGroup } from './process-group';

/** A program that can be started again and again. */
export interface Unit {
  readonly name: string;
  /** In sentences: `worker`. */
  readonly title: string;
  readonly logFile: string;
  /** Returns when it is ready; `onSpawn` is told its number as soon as there is one. Rejects with the reason. */
  readonly start: (onSpawn: (pid: number) => void) => Promise<StartedUnit>;
}

export interface StartedUnit {
  readonly group: ProcessGroup;
  /** True when it ended in order, false when it had to be forced. */
  readonly stop: () => Promise<boolean>;
}

export interface KeptUnit {
  readonly name: string;
  readonly title: string;
  readonly logFile: string;
  /** Its process now; undefined while it is not ready. */
  readonly pid: () => number | undefined;
  /** Resolves when it is ready, now or after its next start; rejects when it does not come back. */
  readonly whenReady: () => Promise<void>;
  /** Ends it as a crash would; it is started again like after any crash. */
  readonly kill: () => void;
  /** Stops it in order and starts it again; resolves when it is ready. */
  readonly restart: () => Promise<void>;
  /**
   * Stops it in order and starts it again after so many milliseconds. Resolves when it is down; `ready` settles when it is
   * back, and rejects when it does not come back. Throws `part_not_up` while it is not ready, so also while it is held.
   */
  readonly hold: (ms: number) => Promise<{ readonly ready: Promise<void> }>;
  /** Stops it in order for good; true unless it had to be forced. */
  readonly stop: () => Promise<boolean>;
  /** Ends it at once for good. */
  readonly abandon: () => void;
}

export interface KeepOptions {
  readonly say: (line: string) => void;
  readonly book: { readonly note: (name: string, pid: number) => void; readonly remove: (name: string) => void };
  /** Aborted while the first start is under way, that start is ended and rejects. */
  readonly signal?: AbortSignal;
  /** Waits that many milliseconds or until the signal; real time unless given. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A unit that was ready for this long (ms) counts as well again. */
const calm = 3_000;
const mostFailures = 10;

/** Milliseconds before a start after that many ends in a row: at once after a first crash, then 0.25 s doubling to 10 s. */
export function backOff(failures: number): number {
  return failures <= 1 ? 50 : Math.min(10_000, 250 * 2 ** (failures - 2));
}

interface State {
  readonly unit: Unit;
  readonly options: KeepOptions;
  readonly stopping: AbortController;
  readonly waiters: { resolve: () => void; reject: (error: StewardError) => void }[];
  phase: 'down' | 'ready' | 'over';
  /** Set while somebody asked for the end that is to come: for how many milliseconds it stays down then. */
  planned: number | undefined;
  spawned: number | undefined;
  current: StartedUnit | undefined;
}

/** Starts a unit and keeps it running: after every end that nobody asked for it is started again, with bounded back-off. */
export async function keepRunning(unit: Unit, options: KeepOptions): Promise<KeptUnit> {
  const state: State = {
    ...{ unit, options, stopping: new AbortController(), waiters: [] },
    ...{ phase: 'down', planned: undefined, spawned: undefined, current: undefined },
  };
  const watching = watch(state, await startFirst(state));
  return {
    name: unit.name,
    title: unit.title,
    logFile: unit.logFile,
    pid: () => (state.phase === 'ready' ? state.current?.group.pid : undefined),
    whenReady: () => (state.phase === 'ready' ? Promise.resolve() : nextReady(state)),
    kill: () => {
      if (state.phase === 'ready') state.phase = 'down';
      if (state.current !== undefined) signalGroup(state.current.group.pid, 'SIGKILL');
    },
    restart: async () => {
      const { ready, stopped } = takeDown(state, 0);
      await Promise.all([ready, stopped]);
    },
    hold: async (ms) => {
      if (state.phase !== 'ready') throw new StewardError('part_not_up', { part: unit.title });
      const { ready, stopped } = takeDown(state, ms);
      // Whoever asked may have gone by then.
      ready.catch(() => undefined);
      await stopped;
      return { ready };
    },
    stop: async () => {
      giveUp(state);
      const inOrder = (await state.current?.stop()) ?? true;
      // It may be in the middle of a start, with a process that is not yet known as the current one.
      if (state.spawned !== undefined && state.spawned !== state.current?.group.pid)
        signalGroup(state.spawned, 'SIGKILL');
      await watching;
      return inOrder;
    },
    abandon: () => {
      giveUp(state);
      if (state.spawned !== undefined) signalGroup(state.spawned, 'SIGKILL');
    },
  };
}

function takeDown(state: State, ms: number): { ready: Promise<void>; stopped: Promise<boolean> | undefined } {
  state.planned = ms;
  if (state.phase === 'ready') state.phase = 'down';
  return { ready: nextReady(state), stopped: state.current?.stop() };
}

async function startFirst(state: State): Promise<StartedUnit> {
  const { signal } = state.options;
  const end = (): void => {
    if (state.spawned !== undefined) signalGroup(state.spawned, 'SIGKILL');
  };
  signal?.throwIfAborted();
  signal?.addEventListener('abort', end);
  try {
    const started = await start(state);
    markReady(state);
    return started;
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

async function start(state: State): Promise<StartedUnit> {
  const { unit, options, stopping } = state;
  try {
    const started = await unit.start((pid) => {
      state.spawned = pid;
      options.book.note(unit.name, pid);
      if (stopping.signal.aborted) signalGroup(pid, 'SIGKILL');
    });
    // A wrapper may have become the program since: what is recorded must be what now runs.
    options.book.note(unit.name, started.group.pid);
    state.current = started;
    return started;
  } catch (error) {
    options.book.remove(unit.name);
    throw error;
  }
}

async function watch(state: State, first: StartedUnit): Promise<void> {
  const { unit, options, stopping } = state;
  let running: StartedUnit | undefined = first;
  let failures = 0;
  while (running !== undefined) {
    const readySince = Date.now();
    const ending = await running.group.ended;
    options.book.remove(unit.name);
    if (stopping.signal.aborted) return;
    state.phase = 'down';
    signalGroup(running.group.pid, 'SIGKILL');
    failures = state.planned !== undefined || Date.now() - readySince > calm ? 1 : failures + 1;
    if (state.planned === undefined) options.say(`The ${unit.title} ${describeEnding(ending)}; it is started again.`);
    ({ started: running, failures } = await startAgain(state, failures));
    state.planned = undefined;
  }
}

async function startAgain(
  state: State,
  failures: number,
): Promise<{ started: StartedUnit | undefined; failures: number }> {
  const { unit, options, stopping } = state;
  let last = '';
  for (let count = failures; count <= mostFailures; count += 1) {
    const asked = count === failures ? state.planned : undefined;
    await (options.pause ?? pauseReally)(asked ?? backOff(count), stopping.signal);
    if (stopping.signal.aborted) return { started: undefined, failures: count };
    try {
      const started = await start(state);
      options.say(`The ${unit.title} is ready again.`);
      markReady(state);
      return { started, failures: count };
    } catch (error) {
      if (stopping.signal.aborted) return { started: undefined, failures: count };
      last = errorText(error);
      options.say(last);
    }
  }
  const failure = keepsFailing(state, last);
  options.say(failure.message);
  giveUp(state, failure);
  return { started: undefined, failures: mostFailures };
}

function markReady(state: State): void {
  if (state.phase === 'down') state.phase = 'ready';
  for (const waiter of state.waiters.splice(0)) waiter.resolve();
}

function pauseReally(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal }).catch(() => undefined);
}

function nextReady(state: State): Promise<void> {
  if (state.phase === 'over') return Promise.reject(keepsFailing(state, 'it was stopped'));
  return new Promise((resolve, reject) => state.waiters.push({ resolve, reject }));
}

function giveUp(state: State, failure = keepsFailing(state, 'it was stopped')): void {
  state.phase = 'over';
  state.stopping.abort();
  for (const waiter of state.waiters.splice(0)) waiter.reject(failure);
}

function keepsFailing(state: State, why: string): StewardError {
  const { title, logFile } = state.unit;
  return new StewardError('part_keeps_failing', { part: title, times: mostFailures, why, log: logFile });
}
