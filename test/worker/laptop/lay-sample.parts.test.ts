import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connectDatabase } from '../../../database/database';
import { listProjects } from '../../../database/projects';
import { joinSampleChannel } from '../../../worker/laptop/join-channel';
import { createSampleStart } from '../../../worker/laptop/lay-sample';
import { freePorts } from '../../../worker/laptop/laptop-ports';
import { findFreePort } from '../../../worker/laptop/ports';
import { startLaptop } from '../../../worker/laptop/start-laptop';
import '../../support/parts-timeout';

it('first start: lays two packages into the inbox, applies the sample project and connects its channel', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steward-sample-'));
  const lines: string[] = [];
  const laptop = await startLaptop({
    home: path.join(folder, 'home'),
    ports: await freePorts(findFreePort),
    env: process.env,
    say: (line) => void lines.push(line),
    only: ['connector', 'bot'],
    durable: false,
    firstStart: createSampleStart(process.env),
  });
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_URL });
  try {
    const projects = await listProjects(database);
    expect(projects.map(({ file }) => file.project)).toEqual(['hmeq']);
    expect(readdirSync(laptop.settings.STEWARD_INBOX_DIR).sort()).toEqual(['challenger.zip', 'champion.zip']);
    expect(lines.at(-2)).toMatch(/^Applied hmeq /);
    expect(lines.at(-1)).toBe('This conversation is connected to hmeq');
    const again = await joinSampleChannel(laptop.settings.STEWARD_CONNECTOR_URL, AbortSignal.timeout(60_000));
    expect(again).toBe('This conversation is connected to hmeq');
  } finally {
    await database.close();
    await laptop.stop();
    rmSync(folder, { recursive: true });
  }
});
