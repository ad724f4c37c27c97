import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectDatabase } from '../../../database/database';
import { listProjects } from '../../../database/projects';
import { createSampleStart } from '../../../worker/laptop/lay-sample';
import { freePorts } from '../../../worker/laptop/laptop-ports';
import { findFreePort } from '../../../worker/laptop/ports';
import { startLaptop } from '../../../worker/laptop/start-laptop';
import '../../support/parts-timeout';

it('first start: lays two packages into the inbox and applies the sample project', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-sample-'));
  const lines: string[] = [];
  const laptop = await startLaptop({
    home: path.join(folder, 'home'),
    ports: await freePorts(findFreePort),
    env: process.env,
    say: (line) => void lines.push(line),
    only: [],
    durable: false,
    firstStart: createSampleStart(process.env),
  });
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_URL });
  try {
    const projects = await listProjects(database);
    expect(projects.map(({ file }) => file.project)).toEqual(['hmeq']);
    expect(readdirSync(laptop.settings.STEWARD_INBOX_DIR).sort()).toEqual(['challenger.zip', 'champion.zip']);
    expect(lines.at(-1)).toMatch(/^Applied hmeq /);
  } finally {
    await database.close();
    await laptop.stop();
    rmSync(folder, { recursive: true });
  }
});
