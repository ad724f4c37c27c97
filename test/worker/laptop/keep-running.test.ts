import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { backOff, type KeepOptions, keepRunning, type KeptUnit, type Unit } from '../../../worker/laptop/keep-running';
import { startGroup, stopGroup } from '../../../worker/laptop/process-group';
import { readProcess } from '../../../worker/laptop/process-identity';

let folder: string;
const kept: KeptUnit[] = [];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steward-keep-'));
});

afterEach(async () => {
  await Promise.all(kept.splice(0).map((unit) => unit.stop()));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A real process that waits; `starts` says for each start whether it becomes ready. */
function unitOf(starts: () => boolean): Unit {
  return {
    name: 'sleeper',
    title: 'sleeper',
    logFile: path.join(folder, 'sleeper.log'),
    start: async (onSpawn) => {
      const group = await startGroup(
        { program: process.execPath, args: ['-e', 'setInterval(() => 0, 1000)'] },
        { env: {}, cwd: folder, logFile: path.join(folder, 'sleeper.log') },
      );
      onSpawn(group.pid);
      const stop = () => stopGroup(group, { signal: 'SIGTERM', limit: 5_000 });
      if (starts()) return { group, stop };
      await stop();
      throw new Error('not this time');
    },
  };
}

function createGate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

async function keep(unit: Unit, pause: KeepOptions['pause'] = () => Promise.resolve()) {
  const lines: string[] = [];
  const pauses: number[] = [];
  const noted = new Map<string, number>();
  const sleeper = await keepRunning(unit, {
    say: (line) => void lines.push(line),
    book: { note: (name, pid) => void noted.set(name, pid), remove: (name) => void noted.delete(name) },
    pause: (ms, signal) => {
      pauses.push(ms);
      return pause(ms, signal);
    },
  });
  kept.push(sleeper);
  return { sleeper, lines, pauses, noted };
}

describe('keep running', () => {
  it('starts a killed process again, says so, and notes the new one', async () => {
    const { sleeper, lines, pauses, noted } = await keep(unitOf(() => true));
    const before = sleeper.pid();
    sleeper.kill();
    expect(sleeper.pid()).toBeUndefined();
    await sleeper.whenReady();
    expect(sleeper.pid()).not.toBe(before);
    expect(noted.get('sleeper')).toBe(sleeper.pid());
    expect(lines).toEqual(['The sleeper ended by SIGKILL; it is started again.', 'The sleeper is ready again.']);
    expect(pauses).toEqual([50]);
  });

  it('waits longer before each start that fails, and gives up in the end', async () => {
    let first = true;
    const once = (): boolean => {
      const ready = first;
      first = false;
      return ready;
    };
    const { sleeper, lines, pauses, noted } = await keep(unitOf(once));
    sleeper.kill();
    await expect(sleeper.whenReady()).rejects.toMatchObject({ code: 'part_keeps_failing' });
    expect(pauses).toEqual([50, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
    expect(lines.at(-1)).toMatch(/ended 10 times in a row \(not this time\); it is not started again/);
    expect(noted.size).toBe(0);
    await expect(sleeper.whenReady()).rejects.toMatchObject({ code: 'part_keeps_failing' });
  });

  it('restarts in order without calling it a crash', async () => {
    const { sleeper, lines } = await keep(unitOf(() => true));
    const before = sleeper.pid();
    await sleeper.restart();
    expect(sleeper.pid()).not.toBe(before);
    expect(lines).toEqual(['The sleeper is ready again.']);
  });

  it('holds: down in order for as long as asked, then ready again by itself', async () => {
    const { sleeper, lines, pauses, noted } = await keep(unitOf(() => true));
    const before = sleeper.pid() ?? 0;
    const { ready } = await sleeper.hold(10_000);
    expect(readProcess(before)).toBeUndefined();
    await ready;
    expect(sleeper.pid()).not.toBe(before);
    expect(noted.get('sleeper')).toBe(sleeper.pid());
    expect(pauses).toEqual([10_000]);
    expect(lines).toEqual(['The sleeper is ready again.']);
  });

  it('refuses to hold what is held or started again, and holds it later', async () => {
    const [held, crashed] = [createGate(), createGate()];
    const gates = [held, crashed];
    const { sleeper } = await keep(
      unitOf(() => true),
      () => gates.shift()?.passed ?? Promise.resolve(),
    );
    const { ready } = await sleeper.hold(10_000);
    expect(sleeper.pid()).toBeUndefined();
    await expect(sleeper.hold(10_000)).rejects.toMatchObject({ code: 'part_not_up', details: { part: 'sleeper' } });
    held.open();
    await ready;
    sleeper.kill();
    await expect(sleeper.hold(10_000)).rejects.toMatchObject({ code: 'part_not_up' });
    crashed.open();
    await sleeper.whenReady();
    await (
      await sleeper.hold(1)
    ).ready;
  });

  it('stops for good while it is held, and starts nothing more', async () => {
    const { sleeper, noted } = await keep(
      unitOf(() => true),
      (_ms, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    );
    const { ready } = await sleeper.hold(60_000);
    await sleeper.stop();
    await expect(ready).rejects.toMatchObject({ code: 'part_keeps_failing' });
    expect(sleeper.pid()).toBeUndefined();
    expect(noted.size).toBe(0);
  });

  it('tries a start after a hold again as after a crash', async () => {
    const answers = [true, false, true];
    const { sleeper, pauses, lines } = await keep(unitOf(() => answers.shift() ?? true));
    await (
      await sleeper.hold(10_000)
    ).ready;
    expect(pauses).toEqual([10_000, 250]);
    expect(lines).toEqual(['not this time', 'The sleeper is ready again.']);
  });

  it('stops for good: nothing runs, nothing is noted, nobody waits', async () => {
    const { sleeper, noted } = await keep(unitOf(() => true));
    const pid = sleeper.pid() ?? 0;
    expect(await sleeper.stop()).toBe(true);
    expect(readProcess(pid)).toBeUndefined();
    expect(noted.size).toBe(0);
    await expect(sleeper.whenReady()).rejects.toMatchObject({ code: 'part_keeps_failing' });
  });

  it('rejects when the first start fails, and leaves nothing behind', async () => {
    await expect(keep(unitOf(() => false))).rejects.toThrow('not this time');
  });

  it('back-off: at once, then doubling, never more than ten seconds', () => {
    expect([1, 2, 3, 9, 100].map(backOff)).toEqual([50, 250, 500, 10_000, 10_000]);
  });
});
