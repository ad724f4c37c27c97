import { setTimeout as wait } from 'node:timers/promises';
import { StewardError } from '../../domain/errors';
import type { StartedUnit } from './keep-running';
import { lastLine, logSize, readLogSince } from './log-tail';
import { boundLog } from './bound-log';
import { describeEnding, type MessageListener, startGroup, stopGroup } from './process-group';

export interface PartCommand {
  readonly title: string;
  /** Arguments of Node: flags and the entry file. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly logFile: string;
  /** Answers 200 when the part can work; without it the part says so itself by a line `{"ready":true,…}`. */
  readonly readyUrl?: string;
  /** Hears what it says over a channel between us; without one there is no channel. */
  readonly onMessage?: MessageListener;
  /** Milliseconds it may take to end in order. */
  readonly stopLimit: number;
}

const startLimit = 60_000;

/** Starts one of Steward's own processes and returns when it can work. */
export async function startPart(part: PartCommand, onSpawn: (pid: number) => void): Promise<StartedUnit> {
  boundLog(part.logFile);
  const from = logSize(part.logFile);
  const { args, env, cwd, logFile, onMessage } = part;
  const options = { env, cwd, logFile, ...(onMessage === undefined ? {} : { onMessage }) };
  const group = await startGroup({ program: process.execPath, args }, options);
  onSpawn(group.pid);
  const deadline = Date.now() + startLimit;
  let answer = '';
  while (!group.hasEnded() && Date.now() < deadline) {
    answer = part.readyUrl === undefined ? findReadyLine(readLogSince(logFile, from)) : await askReady(part.readyUrl);
    if (answer === 'ready')
      return { group, stop: () => stopGroup(group, { signal: 'SIGTERM', limit: part.stopLimit }) };
    await Promise.race([group.ended, wait(50)]);
  }
  const why = group.hasEnded()
    ? `it ${describeEnding(await group.ended)}: ${explainLog(readLogSince(logFile, from))}`
    : `it is not ready after a minute (${answer})`;
  await stopGroup(group, { signal: 'SIGTERM', limit: 5_000 });
  throw new StewardError('part_failed', { part: part.title, why, log: logFile });
}

async function askReady(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    return response.ok ? 'ready' : describeReadiness(await response.text());
  } catch {
    return 'no answer yet';
  }
}

/** Which checks of a `/readyz` answer failed, in words. */
export function describeReadiness(body: string): string {
  try {
    const { checks } = JSON.parse(body) as { checks?: Record<string, { ok?: unknown; why?: unknown }> };
    const failed = Object.entries(checks ?? {}).filter(([, check]) => check.ok !== true);
    const words = failed.map(([name, { why }]) => (typeof why === 'string' ? `${name}: ${why}` : name));
    return words.join('; ').slice(0, 500) || 'it says no';
  } catch {
    return 'it says no';
  }
}

function findReadyLine(text: string): string {
  const found = text.split('\n').some((line) => /^\{.*"ready":\s*true\b/.test(line));
  return found ? 'ready' : lastLine(text) || 'it said nothing';
}

/** The last thing a part said: the message and error of a JSON line, or the plain line that names an error. */
export function explainLog(text: string): string {
  const lines = text.trimEnd().split('\n');
  const last = lines.at(-1) ?? '';
  if (last === '') return 'it said nothing';
  if (last.startsWith('{')) return explainJson(last) ?? lastLine(last);
  return lastLine((lines.findLast((line) => /^\s*\w*Error\b/.test(line)) ?? last).trim());
}

function explainJson(line: string): string | undefined {
  try {
    const { message, error } = JSON.parse(line) as Record<string, unknown>;
    const cause = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined;
    const words = [message, cause].filter((word) => typeof word === 'string' && word !== '');
    return words.length === 0 ? undefined : [...new Set(words)].join(' ').slice(0, 500);
  } catch {
    // Cut off while it was written.
    return undefined;
  }
}
