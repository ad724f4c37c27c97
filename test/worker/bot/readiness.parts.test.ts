import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { findFreePort } from '../../../worker/laptop/ports';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import { until } from '../../support/laptop-driver';
import { repositoryRoot } from '../../support/run-state';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
let files: TestDatabase;
let child: ChildProcess | undefined;

beforeAll(async () => {
  files = await createTestDatabase();
});

afterAll(async () => {
  if (child?.exitCode === null) {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  await files.drop();
});

describe('the bot', () => {
  it('the bot: is sent messages while Temporal is away, and says that it is', async () => {
    const [api, messages, nobody] = [await findFreePort(), await findFreePort(), await findFreePort()];
    const program = path.join(repositoryRoot, 'worker/bot/main.ts');
    child = spawn(process.execPath, ['--import', require.resolve('tsx'), program], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        ...{ STEWARD_HOME: folder, STEWARD_DATABASE_URL: files.url, STEWARD_BOT_INSECURE_LOCAL: 'true' },
        ...{ TEMPORAL_ADDRESS: `127.0.0.1:${nobody}`, STEWARD_API_PORT: `${api}`, STEWARD_BOT_PORT: `${messages}` },
      },
      stdio: 'ignore',
    });
    const ended = child;
    const ready = await until('the bot answers', async () => {
      if (ended.exitCode !== null) throw new Error(`the bot ended with ${ended.exitCode}`);
      return fetch(`http://127.0.0.1:${api}/readyz`).catch(() => undefined);
    });
    expect({ status: ready.status, body: await ready.json() }).toEqual({
      status: 200,
      body: {
        ready: true,
        checks: { postgres: { ok: true }, temporal: { ok: false, why: expect.any(String) as string } },
      },
    });
  });
});
