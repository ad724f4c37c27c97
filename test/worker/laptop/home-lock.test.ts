import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refusalOf } from '../../support/refusal-of';
import { lockHome } from '../../../worker/laptop/home-lock';
import { readProcess } from '../../../worker/laptop/process-identity';

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'steward-lock-'));
});

afterEach(() => rmSync(home, { recursive: true }));

function writeLock(value: unknown): void {
  writeFileSync(path.join(home, 'lock'), typeof value === 'string' ? value : JSON.stringify(value));
}

describe('home lock', () => {
  it('refuses while its holder lives, and gives free what it took', () => {
    const unlock = lockHome(home);
    const refusal = refusalOf(() => lockHome(home));
    expect(refusal).toMatchObject({ code: 'already_running', details: { home, pid: process.pid } });
    unlock();
    lockHome(home)();
    expect(readdirSync(home)).toEqual([]);
  });

  it('takes over from a process that is gone', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '0']);
    writeLock({ pid, startedAt: 'then', command: 'node' });
    lockHome(home);
    expect(readdirSync(home)).toEqual(['lock']);
  });

  it('takes over when another process has the number by now', () => {
    const now = readProcess(process.pid);
    writeLock({ ...now, startedAt: 'before the last boot' });
    lockHome(home);
    expect(existsSync(path.join(home, 'lock'))).toBe(true);
  });

  it.each(['', '{"pid":', 'null', '{"pid":"1"}'])('takes over a lock that says nothing: %j', (text) => {
    writeLock(text);
    lockHome(home);
    expect(readdirSync(home)).toEqual(['lock']);
  });
});
