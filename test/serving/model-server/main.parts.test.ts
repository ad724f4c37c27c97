import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeModel } from './scoring-model';

const main = join(__dirname, '../../../serving/model-server/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'steward-model-'));
const started: ChildProcess[] = [];

beforeAll(() => writeFileSync(join(folder, 'saved_model.pb'), makeModel()));

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  /** Rejects with what it wrote to standard error when it ends instead. */
  readonly port: Promise<number>;
  readonly exit: Promise<unknown[]>;
}

type Input = 'ignore' | 'pipe';

function start(args: readonly string[], input: Input = 'ignore'): Started {
  const child = spawn(process.execPath, ['--require', require.resolve('tsx/cjs'), main, ...args], {
    stdio: [input, 'pipe', 'pipe', 'ipc'],
  });
  started.push(child);
  const exit = once(child, 'exit');
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const port = new Promise<number>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) =>
      resolve((JSON.parse(chunk.toString()) as { listening: number }).listening),
    );
    child.once('close', () => reject(new Error(errors)));
  });
  return { child, port, exit };
}

const model = ['--model', folder, '--name', 'hmeq', '--version', '007'];

describe('model server process', () => {
  it('says on which port it listens, serves, and ends in order when it is asked to', async () => {
    const { child, port, exit } = start(model);
    const address = `http://127.0.0.1:${await port}/v1/models/hmeq`;
    expect((await fetch(`${address}/versions/7/metadata`)).status).toBe(200);
    const scored = await fetch(`${address}:classify`, { method: 'POST', body: '{"examples":[{"LOAN":0.0}]}' });
    expect(await scored.text()).toBe('{"results":[[["0",0.5],["1",0.5]]]}');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });

  it('ends when the message channel to its parent closes', async () => {
    const { child, port, exit } = start(model);
    await port;
    child.disconnect();
    expect(await exit).toEqual([0, null]);
  });

  it('ends when the pipe from its parent closes', async () => {
    const { child, port, exit } = start(model, 'pipe');
    await port;
    child.stdin?.end();
    expect(await exit).toEqual([0, null]);
  });

  it.each<[string, string[], string]>([
    ['without a model', ['--name', 'a', '--version', '1'], '--model is missing'],
    [
      'with a version that is no number',
      ['--model', folder, '--name', 'a', '--version', 'v1'],
      '--version must be a whole number',
    ],
    ['with an option that it does not know', [...model, '--batch', '3'], "Unknown option '--batch'"],
    [
      'with a folder that is not there',
      ['--model', join(folder, 'no'), '--name', 'a', '--version', '1'],
      'The file saved_model.pb of the package cannot be read: ENOENT',
    ],
  ])('ends with 1 and one line that says why, started %s', async (_, args, why) => {
    const { port, exit } = start(args);
    const error = await port.then(
      () => '',
      (reason: unknown) => (reason as Error).message,
    );
    expect(error).toContain(why);
    expect(Object.keys(JSON.parse(error) as object)).toEqual(['error']);
    expect(await exit).toEqual([1, null]);
  });
});
