import path from 'node:path';
import { readAuditOf } from '../../database/audit';
import { getRelease, listReleases } from '../../database/releases';
import type { Release } from '../../domain/release/release';
import { hmeq } from '../playground/connector/stand-in';
import { dana, lena, startSteward, testProject, type TestSteward } from '../support/steward';
import { keepHistory } from '../support/keep-histories';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

jest.setTimeout(120_000);

let temporal: TestTemporal;
let steward: TestSteward;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();

/** Long enough for a click, short enough to see its end. */
const expiryMs = 6_000;

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace }, project: testProject(expiryMs) });
  await say(lena, 'connect hmeq');
  await writeSmallPackage(path.join(steward.inbox, 'one.zip'), 1);
  await say(dana, 'register one.zip');
});

function say(as: string, text: string): Promise<unknown> {
  return steward.bot.driver.call('POST', `/conversations/${encodeURIComponent(hmeq)}/messages`, { as, text });
}

async function until(look: () => Promise<Release | undefined>): Promise<Release> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await steward.bot.driver.call('GET', '/events?after=1000000&wait=100');
  }
}

function inState(number: number, ...states: Release['state'][]): Promise<Release> {
  return until(async () => {
    const release = await getRelease(steward.database, number);
    return states.includes(release.state) ? release : undefined;
  });
}

async function ask(): Promise<Release> {
  await say(dana, 'deploy v1 to staging');
  const [release] = await listReleases(steward.database, 'hmeq', 1);
  return inState(release?.number ?? 0, 'waiting', 'failed');
}

function decideLine(release: Release): string {
  return `approve r${release.number} ${release.approval?.shown.slice(7, 11)} -- evidence reviewed`;
}

async function passExpiry(release: Release): Promise<void> {
  const expiresAt = Date.parse(release.approval?.expiresAt ?? '');
  await until(() => Promise.resolve(Date.now() > expiresAt ? release : undefined));
}

async function endings(number: number): Promise<string[]> {
  const rows = await readAuditOf(steward.database, `release/${number}`);
  return rows.map(({ action }) => action).filter((action) => /approved$|expired$/.test(action));
}

describe('expiry and approval', () => {
  it('lets a click that came too late lose, also when no worker was up to say so', async () => {
    const asked = await ask();
    await steward.stopWorkers();
    await passExpiry(asked);
    await say(lena, decideLine(asked));
    expect(await getRelease(steward.database, asked.number)).toMatchObject({ state: 'waiting' });
    await steward.startWorkers();
    await inState(asked.number, 'expired', 'approved', 'serving');
    expect(await endings(asked.number)).toEqual(['release.expired']);
  });

  it('ends by itself when nobody decides, which is no rejection', async () => {
    const ended = await inState((await ask()).number, 'expired', 'rejected', 'failed');
    expect(ended).toMatchObject({ state: 'expired', ending: { code: 'expired_unanswered' } });
    await steward.client.workflow.getHandle('release/hmeq/staging').result();
    await keepHistory(steward.client, 'release/hmeq/staging', 'release-expired');
  });

  it('lets a click that was made in time win, though the expiry has passed when a worker is back', async () => {
    const asked = await ask();
    await steward.stopWorkers();
    await say(lena, decideLine(asked));
    await passExpiry(asked);
    await steward.startWorkers();
    expect(await inState(asked.number, 'serving', 'expired', 'failed')).toMatchObject({ state: 'serving' });
    expect(await endings(asked.number)).toEqual(['release.approved']);
  });
});
