import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { connectDatabase } from '../../database/database';
import { writeZip } from '../../formats/zip/write-zip';
import { findFreePort } from '../../worker/laptop/ports';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import { repositoryRoot } from '../support/run-state';
import { sampleFiles } from '../support/sample-packages';
import { scratchFolder } from '../support/scratch-folder';

const folder = scratchFolder();
let files: TestDatabase;
let sound: string;
let project: string;

beforeAll(async () => {
  files = await createTestDatabase();
  [sound, project] = [path.join(folder, 'sound.zip'), path.join(folder, 'project.yaml')];
  await writeFile(sound, writeZip(sampleFiles()));
  const roles =
    'roles: { modeller: [5c1d0000-0000-4000-8000-000000000001], leader: [5c1d0000-0000-4000-8000-000000000002] }';
  const rest =
    'contract: { outcome: { name: BAD, event: 1 } }\nenvironments: { production: { target: { kind: local }, leading: true } }';
  await writeFile(project, `project: hmeq\n${roles}\n${rest}\n`);
});
afterAll(() => files.drop());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The real program, as a shell starts it. */
async function steward(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(repositoryRoot, 'cli/main.ts'), ...words], {
    cwd: repositoryRoot,
    env: { PATH: process.env['PATH'], STEWARD_HOME: path.join(folder, 'home'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const withDatabase = (url: string) => ({
  STEWARD_DATABASE_URL: url,
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  STEWARD_UPLOADS_DIR: path.join(folder, 'uploads'),
});

/** A refusal is one sentence with the cure: nothing printed, no stack, exit code 1. */
function expectRefusal(ended: Ended, words: RegExp): void {
  expect(ended).toEqual({ code: 1, out: '', err: expect.stringMatching(words) as unknown });
  expect(ended.err).not.toMatch(/^\s+at |node:internal|\.ts:\d+/m);
  expect(ended.err.trimEnd()).toMatch(/\.$/);
}

describe('the steward program', () => {
  it('prints to stdout and ends 0', async () => {
    const [inspected, applied] = await Promise.all([
      steward(['inspect', sound]),
      steward(['project', 'apply', project], withDatabase(files.url)),
    ]);
    expect(inspected).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Outcome: BAD') as unknown });
    expect(applied).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/Applied hmeq sha256:/) as unknown });
  });

  it('ends 1 with a sentence and the cure on stderr', async () => {
    const away = `postgres://steward:planted-password@127.0.0.1:${await findFreePort()}/steward`;
    const [missing, unset, unreachable, unknown] = await Promise.all([
      steward(['inspect', path.join(folder, 'gone.zip')]),
      steward(['project', 'list']),
      steward(['project', 'list'], withDatabase(away)),
      steward(['projekt', 'list']),
    ]);
    expectRefusal(missing, /^There is no file or folder gone\.zip\. Look for/);
    expectRefusal(unset, /STEWARD_DATABASE_URL[\s\S]*docs\/reference\/configuration\.md/);
    expectRefusal(unreachable, /^PostgreSQL does not answer\./);
    expect(unreachable.err).not.toContain('planted-password');
    expectRefusal(unknown, /unknown command 'projekt'[\s\S]*steward --help/);
  });

  it('has no stack for what nobody foresaw either', async () => {
    const home = path.join(folder, 'odd-home');
    // A folder where a file should be, and no folder where one should be.
    await mkdir(path.join(home, 'settings.env'), { recursive: true });
    const [oddHome, noUploads, noSecret] = await Promise.all([
      steward(['project', 'list'], { STEWARD_HOME: home }),
      steward(['register', sound, '--for', '5c1d0000-0000-4000-8000-000000000001'], {
        ...withDatabase(files.url),
        STEWARD_UPLOADS_DIR: path.join(sound, 'uploads'),
      }),
      steward(['project', 'list'], { STEWARD_DATABASE_URL_FILE: path.join(folder, 'not-there') }),
    ]);
    expectRefusal(oddHome, /^The command did not come to its end: EISDIR/);
    expectRefusal(noUploads, /^The command did not come to its end: ENOTDIR/);
    expectRefusal(noSecret, /STEWARD_DATABASE_URL/);
  });

  it('ends 1 when the audit chain is broken', async () => {
    const owner = connectDatabase({ url: files.ownerUrl, max: 1 });
    try {
      const before = await steward(['audit', 'verify'], withDatabase(files.url));
      expect(before).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^The chain is intact: \d+ rows/) as unknown,
      });
      await owner.query('alter table audit disable trigger all');
      await owner.query(`update audit set at = at + interval '1 second' where seq = 1`);
      expectRefusal(
        await steward(['audit', 'verify'], withDatabase(files.url)),
        /^The audit chain is broken at row 1: .* Compare with a backup/,
      );
    } finally {
      await owner.close();
    }
  });
});
