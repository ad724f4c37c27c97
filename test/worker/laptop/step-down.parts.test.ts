import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSystemFacts, requireLaptopPlatform } from '../../../worker/laptop/laptop-platform';
import { findFreePort } from '../../../worker/laptop/ports';
import { findPostgresBinaries } from '../../../worker/laptop/postgres-binaries';
import { ensureCluster } from '../../../worker/laptop/postgres-cluster';
import { startPostgres } from '../../../worker/laptop/postgres-server';
import { chooseStepDown, type StepDownWay } from '../../../worker/laptop/step-down';

const userId = process.getuid?.();
const isRoot = userId === 0;

/** Brings PostgreSQL up in one way and says whose its data folder is. */
async function startIn(ways: readonly StepDownWay[]): Promise<{ owner: number }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-step-'));
  try {
    const binaries = await findPostgresBinaries(requireLaptopPlatform(readSystemFacts()));
    const stepDown = await chooseStepDown(binaries.postgres, userId, ways);
    const directory = path.join(folder, 'postgres');
    const cluster = { binaries, stepDown, directory, adminPassword: randomBytes(8).toString('hex'), durable: false };
    await ensureCluster(cluster);
    const server = await startPostgres({
      ...cluster,
      port: await findFreePort(),
      logFile: path.join(folder, 'postgres.log'),
      maxConnections: 20,
      portVariable: 'STEWARD_PORT_BASE',
    });
    await server.stop();
    return { owner: statSync(directory).uid };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('step down', () => {
  it('PostgreSQL runs for whoever runs this, root or not', async () => {
    const { owner } = await startIn(['as we are', 'in a user namespace', 'as nobody']);
    expect(owner).toBeGreaterThanOrEqual(0);
  });

  it('as nobody: root gives the data folder away and lets through to it; others are told that they cannot', async () => {
    if (isRoot) {
      const nobody = Number(/^nobody:[^:]*:(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1]);
      expect((await startIn(['as nobody'])).owner).toBe(nobody);
      return;
    }
    await expect(startIn(['as nobody'])).rejects.toMatchObject({ code: 'postgres_user' });
  });

  it('as we are: root is refused with the cure', async () => {
    if (!isRoot) return expect((await startIn(['as we are'])).owner).toBe(userId);
    await expect(startIn(['as we are'])).rejects.toMatchObject({
      code: 'postgres_user',
      details: { user: 'root', why: 'root is refused' },
    });
  });
});
