import path from 'node:path';
import { readAuditOf, verifyAudit } from '../../database/audit';
import { getRelease, listReleases } from '../../database/releases';
import { findServing } from '../../database/servings';
import type { Release } from '../../domain/release/release';
import type { Shown } from '../playground/connector/stand-in';
import { playIn } from '../support/play';
import { dana, ivo, lena, startSteward, type TestSteward, theo } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';
import { scratchFolder } from '../support/scratch-folder';
import { keepHistory } from '../support/keep-histories';
import { writeSmallPackage } from '../support/small-package';

jest.setTimeout(120_000);

let temporal: TestTemporal;
let steward: TestSteward;

// Before the folder, as hooks run in this order: what lies in it must have ended when it goes.
afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  await say(lena, 'connect hmeq');
  for (const [seed, name] of [
    [1, 'one.zip'],
    [2, 'two.zip'],
  ] as const) {
    await writeSmallPackage(path.join(steward.inbox, name), seed);
    await say(dana, `register ${name}`);
  }
});

const { say, ask: deploy, inState, until, messages, newest } = playIn(() => steward);

function shownOf(release: Release): string {
  return release.approval?.shown.slice(7, 11) ?? '';
}

async function words(): Promise<readonly string[]> {
  return (await messages()).map(({ text, summary }) => text ?? summary ?? '');
}

async function cardsOf(number: number): Promise<readonly Shown[]> {
  const { activity_id: id } = (
    await steward.database.query<{ activity_id: string }>('select activity_id from cards where subject = $1', [
      `release/${number}`,
    ])
  )[0] ?? { activity_id: '' };
  return (await messages()).filter((message) => message.id === id);
}

async function bring(line: string): Promise<Release> {
  const number = await deploy(dana, line);
  const waiting = await inState(number, 'waiting', 'failed');
  await say(lena, `approve r${number} ${shownOf(waiting)} -- evidence reviewed`);
  return inState(number, 'serving', 'failed');
}

/** The run that has ended last in an environment becomes a history that later code must replay. */
async function keep(environment: string, name: string): Promise<void> {
  const id = `release/hmeq/${environment}`;
  await steward.client.workflow.getHandle(id).result();
  await keepHistory(steward.client, id, name);
}

describe('a release', () => {
  it('is checked, approved by somebody else, verified and served, on one card', async () => {
    const number = await deploy(dana, 'deploy champion to production');
    const waiting = await inState(number, 'waiting');
    await say(dana, `approve r${number} ${shownOf(waiting)} -- I made it`);
    expect((await words()).join('\n')).toContain('somebody else must decide');
    await say(lena, `approve r${number} ${shownOf(waiting)} -- evidence reviewed`);
    const served = await inState(number, 'serving', 'failed');
    expect(served).toMatchObject({ state: 'serving', version: 'v1', verified: { golden: true } });
    const { address } = served.endpoint ?? { address: '' };
    const answer = await fetch(`${address}:classify`, {
      method: 'POST',
      body: '{"examples":[{"LOAN":1500.0,"DEBTINC":90.0,"JOB":"Office"}]}',
    });
    expect(await answer.json()).toMatchObject({
      results: [
        [
          ['0', expect.any(Number)],
          ['1', expect.any(Number)],
        ],
      ],
    });
    const edited = await until(async () => {
      const [card] = await cardsOf(number);
      return card && JSON.stringify(card).includes('production serves hmeq v1') ? card : undefined;
    });
    expect(edited.edits).toBeGreaterThan(0);
    const rows = (await readAuditOf(steward.database, `release/${number}`)).map(({ action }) => action);
    for (const effect of ['push', 'stage', 'switch'])
      for (const stage of ['intended', 'observed'])
        expect(rows.filter((action) => action === `${effect}.${stage}`)).toHaveLength(1);
    await keep('production', 'release-approved');
  });

  it('gives way to a rollback while it waits, and the rollback works at once', async () => {
    await bring('deploy v2 to production');
    const waiting = await deploy(dana, 'deploy v1 to production');
    await inState(waiting, 'waiting');
    await say(ivo, 'rollback production -- v2 declines everybody');
    const back = await newest();
    const served = await inState(back, 'serving', 'failed');
    expect(served).toMatchObject({ state: 'serving', kind: 'rollback', version: 'v1' });
    expect(await getRelease(steward.database, waiting)).toMatchObject({ state: 'superseded', supersededBy: back });
    await keep('production', 'release-rollback');
  });

  it('takes one of two approvals that come at once, and answers both', async () => {
    const number = await deploy(dana, 'deploy v2 to staging');
    const shown = shownOf(await inState(number, 'waiting', 'failed'));
    await Promise.all([lena, theo].map((person) => say(person, `approve r${number} ${shown} -- fine`)));
    await inState(number, 'serving', 'failed');
    const rows = await readAuditOf(steward.database, `release/${number}`);
    expect(rows.filter(({ action }) => action === 'release.approved')).toHaveLength(1);
    expect(rows.filter(({ action }) => action === 'release.decision_refused')).toHaveLength(1);
  });

  it('opens one release for a message that is delivered three times with the same and with new ids', async () => {
    const before = await newest();
    const repeats = { sameId: 2, newId: 2, atOnce: true };
    await say(dana, 'deploy v1 to staging', { repeats });
    const releases = (await listReleases(steward.database, 'hmeq', 10)).filter(({ number }) => number > before);
    expect(releases.map(({ state }) => state === 'superseded')).toEqual([false]);
    await say(dana, `cancel r${releases[0]?.number}`);
    expect(await inState(releases[0]?.number ?? 0, 'cancelled')).toMatchObject({ state: 'cancelled' });
    await keep('staging', 'release-cancelled');
  });

  it('keeps a click that no worker answered, and counts it when one is back', async () => {
    const number = await deploy(dana, 'deploy v1 to staging');
    const shown = shownOf(await inState(number, 'waiting'));
    await steward.stopWorkers();
    await say(lena, `approve r${number} ${shown} -- fine`);
    expect((await words()).join('\n')).toContain('is recorded with its time, and waits');
    expect(await getRelease(steward.database, number)).toMatchObject({ state: 'waiting' });
    await steward.startWorkers();
    expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving' });
    await keep('staging', 'release-click-without-worker');
  });

  it('ends engine_lost when its workflow was killed from outside', async () => {
    const number = await deploy(dana, 'deploy v2 to staging');
    await inState(number, 'waiting');
    await steward.client.workflow.getHandle('release/hmeq/staging').terminate('by somebody');
    await steward.sweep();
    const lost = await getRelease(steward.database, number);
    expect(lost).toMatchObject({ state: 'failed', ending: { code: 'engine_lost' } });
    expect(await findServing(steward.database, 'hmeq', 'staging')).toMatchObject({ version: 'v1' });
  });

  it('leaves an intact chain behind', async () => {
    expect(await verifyAudit(steward.database)).toMatchObject({ intact: true });
  });
});
