import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { promisify } from 'node:util';

/** Which process, not only which number: numbers are used again, a number with its start is not. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When the process started, in whatever unit the system tells it; only compared. */
  readonly start: string;
}

const run = promisify(execFile);

export async function ownIdentity(): Promise<ProcessIdentity> {
  return (await identify(process.pid)) ?? { host: hostWord(), pid: process.pid, start: 'unknown' };
}

/** Who has this number on this host now; undefined when nobody does. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const start = await processStart(pid);
  return start === undefined ? undefined : { host: hostWord(), pid, start };
}

/** False only when the process is certainly gone. One on another host counts as alive: nobody here can know. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  if (identity.host !== hostWord()) return true;
  return (await processStart(identity.pid)) === identity.start;
}

/** `host.pid.start`; fits into a file name. */
export function identityText(identity: ProcessIdentity): string {
  return `${identity.host}.${identity.pid}.${identity.start}`;
}

/** Reads what `identityText` wrote; text after the third part is ignored. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  const [host, pid, start] = text.split('.');
  if (host === undefined || start === undefined || !/^\d{1,10}$/.test(pid ?? '')) return undefined;
  return { host, pid: Number(pid), start };
}

function hostWord(): string {
  return hostname().replace(/[^A-Za-z0-9]/g, '-');
}

/** Undefined when there is no such process, or only its unreaped remains. */
async function processStart(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? linuxStart(pid) : psStart(pid);
}

/** proc(5): after the command's last bracket come the state and, 19 fields on, the start in ticks since boot. */
async function linuxStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || fields[0] === 'Z' ? undefined : fields[19];
}

async function psStart(pid: number): Promise<string | undefined> {
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/bin:/usr/bin' };
  const answer = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], { env }).catch(() => undefined);
  const [state, ...start] = answer?.stdout.trim().split(/\s+/) ?? [];
  return state === undefined || state.startsWith('Z') || start.length === 0
    ? undefined
    : start.join('-').replaceAll(':', '-');
}
