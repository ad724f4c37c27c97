import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { TrainingProgress } from '../../../domain/ports/trainer';
import { runTrainer, type TrainerRun } from '../../../activities/training/run-trainer';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
const noCode = 'it gives no known code';
const path = process.env['PATH'] ?? '';
let runs = 0;

/** Runs a small program of node's as the trainer. */
function train(
  code: string,
  change: Partial<TrainerRun> = {},
): { ended: Promise<void>; progress: TrainingProgress[]; note: string; logs: string[] } {
  const progress: TrainingProgress[] = [];
  const logs: string[] = [];
  const note = join(folder, `note-${(runs += 1)}`);
  const ended = runTrainer({
    words: [process.execPath, '-e', code],
    environment: { PATH: path, NOTE: note },
    folder,
    deadlineMs: 60_000,
    signal: new AbortController().signal,
    onProgress: (said) => progress.push(said),
    log: {
      name: 't5.log',
      keep: (content) => {
        logs.push(content.toString());
        return Promise.resolve();
      },
    },
    ...change,
  });
  return { ended, progress, note, logs };
}

async function appears(file: string): Promise<string> {
  while (!existsSync(file) || readFileSync(file, 'utf8') === '') await wait(10);
  return readFileSync(file, 'utf8');
}

/** True while a process has this number; its unreaped remains count as gone. */
function lives(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0] !== 'Z';
  } catch {
    return false;
  }
}

async function isGone(pid: number): Promise<void> {
  while (lives(pid)) await wait(10);
}

const noteSelf = `require('node:fs').writeFileSync(process.env.NOTE, String(process.pid));`;
const forEver = 'setInterval(() => undefined, 1000);';

describe('runTrainer', () => {
  it('runTrainer: hears progress, and passes over what is none of it', async () => {
    const { ended, progress } = train(`
      console.log('loading…');
      console.log(JSON.stringify({ progress: 0.2, round: 3 }));
      console.log('x'.repeat(200000));
      console.log('{"progress": "much"}');
      console.log(JSON.stringify({ progress: 0.1 }));
      console.log(JSON.stringify({ progress: 7 }));
      console.log('null');
      console.log(JSON.stringify({ progress: 1 }));`);
    await ended;
    expect(progress).toEqual([{ progress: 0.2, round: 3 }, { progress: 1 }]);
  });

  it('runTrainer: survives gigabytes of one line in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    const { ended } = train(`
      const chunk = 'y'.repeat(1 << 20);
      let left = 300;
      const write = () => { while (left-- > 0) if (!process.stdout.write(chunk)) return process.stdout.once('drain', write); };
      write();`);
    await ended;
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });

  it.each([
    [
      'exits with 2 and a code',
      'say({ code: "outcome_not_two" }); process.exitCode = 2;',
      'trainer_unfit',
      'outcome_not_two',
    ],
    ['exits with 2 and a code of its own', 'say({ code: "anna" }); process.exitCode = 2;', 'trainer_unfit', noCode],
    ['exits with 2 and no word', 'process.exitCode = 2;', 'trainer_unfit', noCode],
    [
      'exits with 1 and a code',
      'say({ code: "training_failed" }); process.exitCode = 1;',
      'trainer_ended',
      'it ended with exit code 1, training_failed',
    ],
    ['throws', 'throw new TypeError("no such thing")', 'trainer_ended', 'it ended with exit code 1'],
    ['exits with 9', 'process.exitCode = 9;', 'trainer_ended', 'it ended with exit code 9'],
    ['exits as a shell does', 'process.exitCode = 127;', 'trainer_not_started', 'exit code 127'],
    [
      'is killed',
      'process.kill(process.pid, "SIGKILL"); setInterval(() => 0, 1000)',
      'trainer_ended',
      'it was ended by SIGKILL',
    ],
  ])('runTrainer: one that %s is told as what it is, without its words', async (_, code, reason, told) => {
    const words = `
      const say = (line) => console.log(JSON.stringify({ why: "Müller, Anna has no outcome", ...line }));
      process.stderr.write("could not convert: 'Müller, Anna'\\n");`;
    const error: unknown = await train(`${words} ${code}`).ended.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: reason, details: { log: 't5.log' } });
    expect(error).toHaveProperty(reason === 'trainer_ended' ? 'details.how' : 'details.why', told);
    expect(inspect(error, { depth: 9 })).not.toContain('Müller');
  });

  it('runTrainer: keeps the last of what a failed one wrote, and its last line, in the log', async () => {
    const { ended, logs } = train(`
      process.stderr.write('x'.repeat(200_000) + "\\nValueError: 'Müller, Anna'\\n");
      console.log(JSON.stringify({ result: 'failed', why: 'Row of Müller' }));
      process.exitCode = 1;`);
    await expect(ended).rejects.toMatchObject({ code: 'trainer_ended' });
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatch(/x\nValueError: 'Müller, Anna'\n\n\{"result":"failed","why":"Row of Müller"\}\n$/);
    expect(logs[0]?.length).toBeLessThan(66_000);
  });

  it('runTrainer: one that comes to its end leaves no log', async () => {
    const { ended, logs } = train('console.error("a warning")');
    await ended;
    expect(logs).toEqual([]);
  });

  it('runTrainer: a log that cannot be written does not hide how it ended', async () => {
    const log = { name: 't5.log', keep: () => Promise.reject(new Error('no space left')) };
    await expect(train('process.exit(3)', { log }).ended).rejects.toMatchObject({
      code: 'trainer_ended',
      details: { how: 'it ended with exit code 3', log: 't5.log (which could not be written)' },
    });
  });

  it('runTrainer: a program that is not there is no crash of a trainer', async () => {
    const { ended } = train('', { words: ['no-such-trainer', '--fast'] });
    await expect(ended).rejects.toMatchObject({ code: 'trainer_not_started' });
  });

  it('runTrainer: gets its words as they are, and nothing of our environment', async () => {
    const { ended, note } = train('', {
      words: [
        process.execPath,
        '-e',
        `require('node:fs').writeFileSync(process.env.NOTE, JSON.stringify([process.argv.slice(1), Object.keys(process.env)]))`,
        '$(touch x) "; *',
      ],
    });
    await ended;
    const [words, variables] = JSON.parse(readFileSync(note, 'utf8')) as [string[], string[]];
    expect(words).toEqual(['$(touch x) "; *']);
    expect(variables.filter((name) => !['PATH', 'NOTE', 'PWD', 'OLDPWD', '_', 'SHLVL'].includes(name))).toEqual([]);
  });

  it('runTrainer: one that hangs and ignores SIGTERM is ended at the deadline, with its children', async () => {
    const child = `process.on('SIGTERM', () => 0); ${forEver}`;
    const { ended, note } = train(
      `process.on('SIGTERM', () => 0);
       const { spawn } = require('node:child_process');
       const child = spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
       require('node:fs').writeFileSync(process.env.NOTE, process.pid + ' ' + child.pid);
       ${forEver}`,
      { deadlineMs: 1_500 },
    );
    await expect(ended).rejects.toMatchObject({ code: 'training_timed_out', details: { limit: '1.5 seconds' } });
    await Promise.all((await appears(note)).split(' ').map((pid) => isGone(Number(pid))));
  });

  it('runTrainer: ends the group when it is called off', async () => {
    const stop = new AbortController();
    const { ended, note } = train(`${noteSelf} ${forEver}`, { signal: stop.signal });
    const pid = Number(await appears(note));
    stop.abort(new Error('cancelled'));
    await expect(ended).rejects.toThrow('cancelled');
    await isGone(pid);
  });

  it('runTrainer: children that a trainer leaves behind do not outlive it', async () => {
    const { ended, note } = train(`
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', ${JSON.stringify(forEver)}], { stdio: 'inherit' });
      require('node:fs').writeFileSync(process.env.NOTE, String(child.pid));
      child.unref();`);
    await ended;
    await isGone(Number(readFileSync(note, 'utf8')));
  });

  it('runTrainer: the trainer of a builder that is killed is gone, too', async () => {
    const note = join(folder, 'orphan');
    const builder = `
      const { runTrainer } = require(${JSON.stringify(join(__dirname, '../../../activities/training/run-trainer.ts'))});
      runTrainer({
        words: [process.execPath, '-e', ${JSON.stringify(`${noteSelf} ${forEver}`)}],
        environment: { PATH: process.env.PATH, NOTE: ${JSON.stringify(note)} },
        folder: ${JSON.stringify(folder)}, deadlineMs: 600000, signal: new AbortController().signal, onProgress: () => 0,
        log: { name: 'log', keep: async () => undefined },
      });`;
    const killed = spawn(process.execPath, ['--import', 'tsx', '-e', builder], {
      env: { PATH: path },
      stdio: 'inherit',
    });
    const pid = Number(await appears(note));
    expect(lives(pid)).toBe(true);
    const gone = once(killed, 'exit');
    killed.kill('SIGKILL');
    await gone;
    await isGone(pid);
  });
});
