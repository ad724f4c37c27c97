import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { errorCode } from './error-code';

/** What tells one process from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
  readonly command: string;
}

/**
 * Who runs under a process number now, or undefined when nobody does (a zombie counts as nobody). On Linux from /proc,
 * which slim containers have when `ps` is missing; elsewhere from `ps`.
 */
export function readProcess(pid: number): ProcessIdentity | undefined {
  return process.platform === 'linux' ? readFromProc(pid) : readFromPs(pid);
}

/** True when the recorded process itself still runs, not merely its number. */
export function isSameProcess(recorded: ProcessIdentity): boolean {
  const now = readProcess(recorded.pid);
  return now !== undefined && now.startedAt === recorded.startedAt && now.command === recorded.command;
}

/** `unknown` → identity, for records read back from disk; undefined when it is not one. */
export function parseProcessIdentity(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, startedAt, command } = value as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 2) return undefined;
  if (typeof startedAt !== 'string' || typeof command !== 'string') return undefined;
  return { pid, startedAt, command };
}

function readFromProc(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name stands in brackets and may hold spaces; the fields are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state] = fields;
    if (state === 'Z' || state === 'X') return undefined;
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return { pid, startedAt: `${boot}/${fields[19] ?? ''}`, command };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function readFromPs(pid: number): ProcessIdentity | undefined {
  let line: string;
  try {
    line = execFileSync('ps', ['-ww', '-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { LC_ALL: 'C', PATH: '/bin:/usr/bin' },
    }).trim();
  } catch {
    // `ps` exits 1 for a number that nobody has.
    return undefined;
  }
  const match = /^(\S+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/.exec(line);
  if (match?.[1] === undefined || match[2] === undefined || match[1].startsWith('Z')) return undefined;
  return { pid, startedAt: match[2], command: match[3] ?? '' };
}

function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH';
}
