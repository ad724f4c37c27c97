import { append, readAuditOf, verifyAudit } from '../../database/audit';
import { type RecordedClick, recordClick } from '../../database/clicks';
import { connectDatabase, type Database } from '../../database/database';
import { cancel, expire, judge } from '../../database/decide-release';
import { beginStep, failRelease, recordSwitched, retryRelease } from '../../database/advance-release';
import { changeRelease } from '../../database/change-release';
import { changeRetraining } from '../../database/change-retraining';
import { getRelease } from '../../database/releases';
import { drawRetrainingNumber, insertRetraining } from '../../database/retrainings';
import { isStewardError } from '../../domain/errors';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import {
  after,
  applyTestProject,
  digestOf,
  openTestRelease,
  people,
  prepareTestRelease,
  projectFile,
  registerTestVersion,
} from '../support/release-fixtures';

let files: TestDatabase;
let database: Database;

beforeEach(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url });
  await applyTestProject(database);
  await registerTestVersion(database, '1');
  await registerTestVersion(database, '2');
});

afterEach(async () => {
  await database.close();
  await files.drop();
});

async function waiting(character = '1'): Promise<number> {
  const { release } = await openTestRelease(database, character);
  await prepareTestRelease(database, release.number, character);
  return release.number;
}

let clicks = 0;
async function click(
  release: number,
  person: string,
  change: { verb?: 'approve' | 'reject'; at?: string; shown?: string; key?: string; reason?: string } = {},
): Promise<RecordedClick> {
  const { approval } = await getRelease(database, release);
  return recordClick(database, {
    key: change.key ?? `test/${(clicks += 1)}`,
    onRelease: release,
    release,
    person,
    verb: change.verb ?? 'approve',
    shown: change.shown ?? approval?.shown ?? '',
    reason: change.reason ?? 'evidence reviewed',
    clickedAt: change.at ?? after(10),
  });
}

async function judgeNow(clicked: RecordedClick, at = after(11)) {
  return database.transaction((tx) => judge(tx, clicked.id, at));
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'nothing';
  } catch (error) {
    return isStewardError(error) ? error.code : String(error);
  }
}

describe('open release', () => {
  it('takes the place of one that only waits, which ends superseded', async () => {
    const old = await waiting('1');
    const opened = await openTestRelease(database, '2');
    expect(opened).toMatchObject({ outcome: 'opened', superseded: old });
    expect(await getRelease(database, old)).toMatchObject({
      state: 'superseded',
      supersededBy: opened.release.number,
    });
  });

  it('answers the same request with the release that is open already', async () => {
    const old = await waiting('1');
    const opened = await openTestRelease(database, '1');
    expect(opened).toMatchObject({ outcome: 'open-already', release: { number: old, state: 'waiting' } });
  });

  it('refuses while another one is being released', async () => {
    const old = await waiting('1');
    await judgeNow(await click(old, people.leader));
    expect(await codeOf(openTestRelease(database, '2'))).toBe('release_open');
  });

  it('lets only one of many at once in', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => openTestRelease(database, '1')));
    expect(opened.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
    expect(new Set(opened.map(({ release }) => release.number)).size).toBe(1);
  });
});

describe('judge', () => {
  it('approves a release once, with two people at once', async () => {
    const release = await waiting();
    const both = [await click(release, people.leader), await click(release, people.secondLeader)];
    const outcomes = await Promise.all(both.map((clicked) => judgeNow(clicked)));
    expect(outcomes.filter(({ accepted }) => accepted)).toHaveLength(1);
    const rows = await readAuditOf(database, `release/${release}`);
    expect(rows.filter(({ action }) => action === 'release.approved')).toHaveLength(1);
  });

  it('gives one click one outcome however often it is delivered', async () => {
    const release = await waiting();
    const first = await judgeNow(await click(release, people.leader, { key: 'same' }));
    const again = await judgeNow(await click(release, people.leader, { key: 'same' }));
    expect([first, again]).toEqual([first, first]);
    expect((await getRelease(database, release)).approval?.decisions).toHaveLength(1);
  });

  it.each([
    ['the modeller', people.modeller, 'approver_is_modeller'],
    ['a stranger', people.guest, 'approver_not_listed'],
    ['somebody unknown', '99999999-9999-4999-8999-999999999999', 'approver_not_listed'],
  ])('refuses %s', async (_, person, code) => {
    expect(await judgeNow(await click(await waiting(), person))).toMatchObject({ accepted: false, code });
  });

  it('gives the retraining as the reason to who asked for it, and says who can decide', async () => {
    const release = await waiting();
    const { version } = await getRelease(database, release);
    await database.transaction(async (tx) => {
      const number = await drawRetrainingNumber(tx);
      const requester = { kind: 'person', objectId: people.modeller } as const;
      const place = { project: 'hmeq', environment: 'production' };
      await insertRetraining(tx, { number, ...place, requester, requestedAt: after(0) }, digestOf('p'));
      await changeRetraining(tx, number, { version });
    });
    const outcome = await judgeNow(await click(release, people.modeller));
    expect(outcome).toMatchObject({ code: 'approver_asked_retraining', details: { version } });
    expect(outcome).toMatchObject({ details: { deciders: expect.stringMatching(/^.+ or .+$/) as string } });
  });

  it('refuses the requester, who is a leader', async () => {
    const { release } = await openTestRelease(database, '1', { requester: people.leader });
    await prepareTestRelease(database, release.number, '1');
    const outcome = await judgeNow(await click(release.number, people.leader));
    expect(outcome).toMatchObject({ accepted: false, code: 'approver_is_requester' });
    const rows = await readAuditOf(database, `release/${release.number}`);
    expect(rows.map(({ action }) => action)).toContain('release.decision_refused');
  });

  it('refuses a person who was removed from the approvers after the card was posted', async () => {
    const release = await waiting();
    const roles = { ...projectFile().roles, leader: [people.secondLeader] };
    await applyTestProject(database, projectFile({ roles }));
    const outcome = await judgeNow(await click(release, people.leader));
    expect(outcome).toMatchObject({ accepted: false, code: 'approver_not_listed' });
  });

  it('refuses an old card, a missing reason and a decision on what is over', async () => {
    const release = await waiting();
    const old = await click(release, people.leader, { shown: `sha256:${'f'.repeat(64)}` });
    expect(await judgeNow(old)).toMatchObject({ code: 'approval_outdated' });
    expect(await judgeNow(await click(release, people.leader, { reason: ' ' }))).toMatchObject({
      code: 'approval_without_reason',
    });
    await judgeNow(await click(release, people.leader, { verb: 'reject' }));
    expect(await judgeNow(await click(release, people.secondLeader))).toMatchObject({ code: 'approval_not_waiting' });
  });

  it('needs two different people where the policy says two', async () => {
    const file = projectFile();
    const production = file.environments['production'];
    if (!production) throw new Error('no production');
    const policy = { ...production.policy, quorum: 2 };
    await applyTestProject(database, projectFile({ environments: { production: { ...production, policy } } }));
    const release = await waiting();
    expect(await judgeNow(await click(release, people.leader))).toMatchObject({ state: 'waiting', missing: 1 });
    expect(await judgeNow(await click(release, people.leader))).toMatchObject({ code: 'approval_repeated' });
    expect(await judgeNow(await click(release, people.secondLeader))).toMatchObject({ state: 'approved', missing: 0 });
  });
});

describe('expire', () => {
  it('lets a click that was made in time win, though it is judged after the expiry', async () => {
    const release = await waiting();
    await click(release, people.leader, { at: after(3_600) });
    const ended = await database.transaction((tx) => expire(tx, release, after(4_000)));
    expect(ended.state).toBe('approved');
  });

  it('wins over a click that was made too late', async () => {
    const release = await waiting();
    const late = await click(release, people.leader, { at: after(3_604) });
    const ended = await database.transaction((tx) => expire(tx, release, after(4_000)));
    expect(ended.state).toBe('expired');
    expect(await judgeNow(late)).toMatchObject({ accepted: false, code: 'approval_expired' });
  });

  it('decides once when expiry and an in-time click race', async () => {
    const release = await waiting();
    const clicked = await click(release, people.leader);
    await Promise.all([judgeNow(clicked), database.transaction((tx) => expire(tx, release, after(4_000)))]);
    const rows = await readAuditOf(database, `release/${release}`);
    const ends = rows.filter(({ action }) => ['release.approved', 'release.expired'].includes(action));
    expect(ends.map(({ action }) => action)).toEqual(['release.approved']);
  });
});

describe('cancel and retry', () => {
  it('cancels a waiting release at once and a running one by asking', async () => {
    const first = await waiting('1');
    const by = { kind: 'person', objectId: people.operator } as const;
    expect(await database.transaction((tx) => cancel(tx, first, by, after(20)))).toBe('ended');
    const second = await waiting('2');
    await judgeNow(await click(second, people.leader));
    expect(await database.transaction((tx) => cancel(tx, second, by, after(20)))).toBe('asked');
    expect(await codeOf(database.transaction((tx) => beginStep(tx, second, 'stage', after(21))))).toBe(
      'release_closed',
    );
  });

  it('is too late once traffic is being switched', async () => {
    const release = await waiting();
    await judgeNow(await click(release, people.leader));
    await database.transaction((tx) => beginStep(tx, release, 'switch', after(20)));
    const by = { kind: 'person', objectId: people.operator } as const;
    expect(await codeOf(database.transaction((tx) => cancel(tx, release, by, after(21))))).toBe('release_too_late');
  });

  it('retries under the same approval while it holds, and asks anew when what serves has changed', async () => {
    const release = await waiting();
    await judgeNow(await click(release, people.leader));
    await database.transaction((tx) => beginStep(tx, release, 'stage', after(20)));
    const ending = { code: 'stage_timed_out', details: {} } as const;
    await database.transaction((tx) => failRelease(tx, release, ending, after(30)));
    const by = { kind: 'person', objectId: people.operator } as const;
    const again = await database.transaction((tx) => retryRelease(tx, release, by, after(40)));
    expect(again).toMatchObject({ state: 'approved', attempt: 2 });
    await database.transaction((tx) => failRelease(tx, release, ending, after(50)));
    const previous = { release: 99, version: 'v9', since: after(0) };
    await changeRelease(database, release, {
      previous: { ...previous, packageDigest: 'sha256:9', imageDigest: 'sha256:9' },
    });
    const anew = await database.transaction((tx) => retryRelease(tx, release, by, after(60)));
    expect(anew).toMatchObject({ state: 'preparing', attempt: 3 });
    expect(anew.approval).toBeUndefined();
  });

  it('retries to take over what others manage only by somebody’s name, and never under the approval that was given', async () => {
    const release = await waiting();
    await judgeNow(await click(release, people.leader));
    await database.transaction((tx) => beginStep(tx, release, 'stage', after(20)));
    const fail = (at: string) =>
      database.transaction((tx) => failRelease(tx, release, { code: 'cluster_field_conflict', details: {} }, at));
    await fail(after(30));
    const by = { kind: 'person', objectId: people.operator } as const;
    const takeOver = { by: people.operator, at: after(40), reason: 'edited by hand' };
    const again = await database.transaction((tx) => retryRelease(tx, release, by, after(40), takeOver));
    expect(again).toMatchObject({ state: 'preparing', takeOver });
    expect(again.approval).toBeUndefined();
    const rows = await readAuditOf(database, `release/${release}`);
    expect(rows.at(-1)).toMatchObject({
      actor: people.operator,
      action: 'release.retried',
      data: { sameApproval: false, takeOver: 'edited by hand' },
    });
    await fail(after(50));
    const without = await database.transaction((tx) => retryRelease(tx, release, by, after(60)));
    expect(without.takeOver).toBeUndefined();
  });

  it('records serving once, whatever is delivered twice', async () => {
    const release = await waiting();
    await judgeNow(await click(release, people.leader));
    const endpoint = { address: 'http://127.0.0.1/x', curl: 'curl' };
    const facts = { at: after(30), detail: 'switched', endpoint };
    await database.transaction((tx) => recordSwitched(tx, release, facts));
    await database.transaction((tx) => recordSwitched(tx, release, { ...facts, at: after(31) }));
    expect(await getRelease(database, release)).toMatchObject({ state: 'serving', endedAt: after(30) });
    expect(await codeOf(openTestRelease(database, '1'))).toBe('already_serving');
  });
});

describe('audit', () => {
  it('is one intact chain after concurrent appends, and names the row that was changed', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        database.transaction((tx) =>
          append(tx, {
            at: after(index),
            actor: { kind: 'system' },
            action: 'test',
            subject: 'test',
            key: `test/${index}`,
            data: { index, text: 'Zoë', nothing: null },
          }),
        ),
      ),
    );
    const verdict = await verifyAudit(database, 7);
    expect(verdict).toMatchObject({ intact: true });
    const owner = connectDatabase({ url: files.ownerUrl });
    await owner.query('alter table audit disable trigger all');
    await owner.query(`update audit set data = '{"index": 5000}' where key = 'test/3'`);
    await owner.close();
    const [row] = await database.query<{ seq: number }>(`select seq from audit where key = 'test/3'`);
    expect(await verifyAudit(database, 7)).toEqual({ intact: false, seq: row?.seq, why: 'its content was changed' });
  });

  it('cannot be changed or deleted by the application', async () => {
    await expect(database.query('delete from audit')).rejects.toThrow(/permission denied|insert-only/);
    await expect(database.query(`update audit set action = 'x'`)).rejects.toThrow(/permission denied|insert-only/);
    await expect(database.query('truncate decisions')).rejects.toThrow(/permission denied|insert-only/);
  });
});
