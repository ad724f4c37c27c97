import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectDatabase } from '../../../database/database';
import { StewardError } from '../../../domain/errors';
import { parseSettingsFile } from '../../../formats/settings/settings-file';
import { freePorts, type LaptopPorts } from '../../../worker/laptop/laptop-ports';
import { findFreePort } from '../../../worker/laptop/ports';
import { readProcess } from '../../../worker/laptop/process-identity';
import { linesWhenUp } from '../../../worker/laptop/say-what-next';
import { type Laptop, type LaptopOptions, startLaptop } from '../../../worker/laptop/start-laptop';

const started: Laptop[] = [];
const folders: string[] = [];

function newHome(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-laptop-'));
  folders.push(folder);
  return path.join(folder, 'home');
}

async function start(home: string, more: Partial<LaptopOptions> = {}): Promise<{ laptop: Laptop; lines: string[] }> {
  const lines: string[] = [];
  const laptop = await startLaptop({
    home,
    ports: await freePorts(findFreePort),
    env: process.env,
    say: (line) => void lines.push(line),
    only: [],
    durable: false,
    ...more,
  });
  started.push(laptop);
  return { laptop, lines };
}

async function notes(laptop: Laptop): Promise<unknown[]> {
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_URL });
  try {
    return await database.query('select object_id from people');
  } finally {
    await database.close();
  }
}

async function addPerson(laptop: Laptop, id: string): Promise<void> {
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_OWNER_URL });
  try {
    await database.query('insert into people values ($1, $1, $1, $1, now())', [id]);
  } finally {
    await database.close();
  }
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((laptop) => laptop.stop()));
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('start laptop', () => {
  it('keeps what it recorded from one start to the next, and its secrets to itself', async () => {
    const home = newHome();
    const first = await start(home, { only: ['connector'] });
    await addPerson(first.laptop, 'p1');
    const pids = ['postgres', 'temporal', 'connector'].map((name) => first.laptop.part(name as 'postgres').pid() ?? 0);
    expect(pids.every((pid) => readProcess(pid) !== undefined)).toBe(true);
    for (const name of ['settings.env', 'secrets.json'])
      expect(statSync(path.join(home, name)).mode & 0o777).toBe(0o600);
    expect(parseSettingsFile(readFileSync(path.join(home, 'settings.env'), 'utf8'))).toEqual(first.laptop.settings);
    await first.laptop.stop();
    expect(pids.filter((pid) => readProcess(pid) !== undefined)).toEqual([]);
    expect(first.lines.slice(-3)).toEqual([
      'The connector has stopped.',
      'The Temporal server has stopped.',
      'The PostgreSQL server has stopped.',
    ]);
    expect(existsSync(path.join(home, 'lock'))).toBe(false);
    expect(existsSync(path.join(home, 'processes.json'))).toBe(false);

    const second = await start(home);
    expect(await notes(second.laptop)).toEqual([{ object_id: 'p1' }]);
    const shown = [...first.lines, ...second.lines].join('\n');
    const secrets = JSON.parse(readFileSync(path.join(home, 'secrets.json'), 'utf8')) as Record<string, string>;
    for (const secret of Object.values(secrets)) expect(shown).not.toContain(secret);
  });

  it('starts a killed server and a killed process again, without loss', async () => {
    const { laptop, lines } = await start(newHome(), { only: ['connector'] });
    await addPerson(laptop, 'p1');
    for (const name of ['postgres', 'temporal', 'connector'] as const) {
      const unit = laptop.part(name);
      const before = unit.pid();
      unit.kill();
      await unit.whenReady();
      expect(unit.pid()).not.toBe(before);
      expect(lines).toContain(`The ${unit.title} ended by SIGKILL; it is started again.`);
    }
    expect(await notes(laptop)).toEqual([{ object_id: 'p1' }]);
  });

  it('leaves the chat to another channel on loopback: no stand-in, and the bot asks for no token', async () => {
    const env = { ...process.env, STEWARD_BOT_INSECURE_LOCAL: 'true' };
    const { laptop, lines } = await start(newHome(), { env, only: ['connector', 'page', 'bot'] });
    expect(lines).toContain('Starting bot…');
    const activity = { type: 'conversationUpdate', channelId: 'msteams', serviceUrl: 'http://localhost:56150/' };
    const response = await fetch(laptop.settings.STEWARD_BOT_URL, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(activity),
    });
    expect(response.status).toBe(200);
    expect(linesWhenUp(laptop.settings)[0]).toContain(`point a channel at ${laptop.settings.STEWARD_BOT_URL}`);
  });

  it('refuses a second start on the same folder, and names the process that has it', async () => {
    const home = newHome();
    await start(home);
    const second = start(home);
    await expect(second).rejects.toMatchObject({ code: 'already_running', details: { pid: process.pid } });
  });

  it('refuses a taken port before anything is started, and names the setting', async () => {
    const ports: LaptopPorts = await freePorts(findFreePort);
    const other = createServer().listen(ports.postgres, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const home = newHome();
    try {
      await expect(start(home, { ports })).rejects.toThrow(
        new StewardError('port_taken', { port: ports.postgres, part: 'PostgreSQL', variable: 'STEWARD_PORT_BASE' }),
      );
      expect(existsSync(path.join(home, 'postgres'))).toBe(false);
      expect(existsSync(path.join(home, 'lock'))).toBe(false);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });

  it('runs the first start once in the life of a folder, and again when it failed', async () => {
    const home = newHome();
    const seen: string[] = [];
    const failing = start(home, { firstStart: () => Promise.reject(new Error('no sample')) });
    await expect(failing).rejects.toThrow('no sample');
    const firstStart = (): Promise<void> => {
      seen.push('ran');
      return Promise.resolve();
    };
    await (await start(home, { firstStart })).laptop.stop();
    await start(home, { firstStart });
    expect(seen).toEqual(['ran']);
  });

  it('says what a process that cannot start said last, and stops the rest', async () => {
    const home = newHome();
    const code = { folder: mkdtempSync(path.join(tmpdir(), 'steward-code-')), compiled: true };
    folders.push(code.folder);
    spawnSync('mkdir', ['-p', path.join(code.folder, 'playground/connector')]);
    writeFileSync(
      path.join(code.folder, 'playground/connector/main.js'),
      `console.log(JSON.stringify({ level: 'error', message: 'No settings.', error: { message: 'X is missing' } }));process.exit(3)`,
    );
    const failing = start(home, { only: ['connector'], code });
    await expect(failing).rejects.toMatchObject({
      code: 'part_failed',
      details: { part: 'connector', why: 'it ended with exit code 3: No settings. X is missing' },
    });
    expect(existsSync(path.join(home, 'postgres/postmaster.pid'))).toBe(false);
  });
});
