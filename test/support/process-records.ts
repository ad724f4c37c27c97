import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { signalGroup } from '../../worker/laptop/process-group';
import { isSameProcess, parseProcessIdentity, readProcess } from '../../worker/laptop/process-identity';
import { repositoryRoot } from './run-state';

/** One JSON file a program; what a run that was killed could not end, the next one does. */
const recordsFolder = path.join(repositoryRoot, 'node_modules/.cache/steward/test-processes');
const foldersStartWith = path.join(tmpdir(), 'steward-test-');

interface ProcessRecord {
  readonly child: ReturnType<typeof parseProcessIdentity>;
  readonly runner: ReturnType<typeof parseProcessIdentity>;
  readonly folder: string;
}

/** Remembers a program that the run with this folder started. */
export function recordProcess(pid: number, folder: string): void {
  mkdirSync(recordsFolder, { recursive: true });
  const record: ProcessRecord = { child: readProcess(pid), runner: readProcess(process.pid), folder };
  writeFileSync(path.join(recordsFolder, `${pid}.json`), JSON.stringify(record));
}

export function forgetProcess(pid: number): void {
  rmSync(path.join(recordsFolder, `${pid}.json`), { force: true });
}

/** Ends what runs that were killed left behind: only the very processes recorded, and only when their runner is gone. */
export function endLeftovers(): void {
  endRecords((record) => record.runner === undefined || !isSameProcess(record.runner));
}

/** Ends what test files of the run with this folder started and did not end. */
export function endRecordsOf(folder: string): void {
  endRecords((record) => record.folder === folder);
}

function endRecords(isMeant: (record: ProcessRecord) => boolean): void {
  if (!existsSync(recordsFolder)) return;
  for (const name of readdirSync(recordsFolder)) {
    const file = path.join(recordsFolder, name);
    const record = parseRecord(readJson(file));
    if (!isMeant(record)) continue;
    if (record.child !== undefined && isSameProcess(record.child)) signalGroup(record.child.pid, 'SIGKILL');
    if (record.folder.startsWith(foldersStartWith)) rmSync(record.folder, { recursive: true, force: true });
    rmSync(file, { force: true });
  }
}

function parseRecord(value: unknown): ProcessRecord {
  const { child, runner, folder } = (value ?? {}) as { child?: unknown; runner?: unknown; folder?: unknown };
  return {
    child: parseProcessIdentity(child),
    runner: parseProcessIdentity(runner),
    folder: typeof folder === 'string' ? folder : '',
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Cut off while it was written: as good as no record.
    return undefined;
  }
}
