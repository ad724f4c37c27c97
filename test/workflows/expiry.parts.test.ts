import path from 'node:path';
import { readAuditOf } from '../../database/audit';
import { getRelease } from '../../database/releases';
import type { Release } from '../../domain/release/release';
import { dana, lena, startSteward, testProject, type TestSteward } from '../support/steward';
import { keepHistory } from '../support/keep-histories';
import { decisionLine, playIn } from '../support/play';
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

const { say, ask: request, inState, until } = playIn(() => steward);

async function ask(): Promise<Release> {
  return inState(await request(dana, 'deploy v1 to staging'), 'waiting', 'failed');
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
    await say(lena, decisionLine(asked));
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
    await say(lena, decisionLine(asked));
    await passExpiry(asked);
    await steward.startWorkers();
    expect(await inState(asked.number, 'serving', 'expired', 'failed')).toMatchObject({ state: 'serving' });
    expect(await endings(asked.number)).toEqual(['release.approved']);
  });
});
