import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { connectDatabase } from '../../../database/database';
import { freePorts } from '../../../worker/laptop/laptop-ports';
import { findFreePort } from '../../../worker/laptop/ports';
import { parseProcessIdentity, readProcess } from '../../../worker/laptop/process-identity';
import { startLaptop } from '../../../worker/laptop/start-laptop';

async function untilUp(starter: ChildProcess): Promise<void> {
  if (starter.stdout === null) throw new Error('its output is not a pipe');
  const seen: string[] = [];
  for await (const line of createInterface({ input: starter.stdout })) {
    if (line === 'UP') return;
    seen.push(line);
  }
  throw new Error(`the starter ended: ${seen.join('\n')}`);
}

function readBook(home: string): number[] {
  const book = JSON.parse(readFileSync(path.join(home, 'processes.json'), 'utf8')) as Record<string, unknown>;
  return Object.values(book).map((entry) => parseProcessIdentity(entry)?.pid ?? 0);
}

describe('a starter that was killed', () => {
  it('leaves its processes running; the next start ends them, takes the lock over and loses nothing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'steward-killed-'));
    const home = path.join(folder, 'home');
    const ports = await freePorts(findFreePort);
    const args = ['--import', require.resolve('tsx'), path.join(__dirname, 'laptop-starter.ts')];
    const starter = spawn(process.execPath, args, {
      env: { ...process.env, HOME_FOLDER: home, PORTS: JSON.stringify(ports) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await untilUp(starter);
    const left = readBook(home);
    expect(left).toHaveLength(3);
    const gone = new Promise((resolve) => starter.once('exit', resolve));
    starter.kill('SIGKILL');
    await gone;
    expect(left.map((pid) => readProcess(pid) !== undefined)).toEqual([true, true, true]);

    const lines: string[] = [];
    const say = (line: string): void => void lines.push(line);
    const laptop = await startLaptop({ home, ports, env: process.env, only: ['connector'], durable: false, say });
    try {
      expect(lines[0]).toMatch(/did not end in order; ended what it left behind: temporal, connector, postgres\.$/);
      expect(left.filter((pid) => readProcess(pid) !== undefined)).toEqual([]);
      const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_URL });
      expect(await database.query('select count(*) from audit')).toEqual([{ count: 0 }]);
      await database.close();
    } finally {
      await laptop.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
