import { readAuditOf, verifyAudit } from '../../database/audit';
import { openAutomaticRetraining } from '../../activities/training/open-automatic';
import { connectDatabase, type Database } from '../../database/database';
import {
  beginRetrainingStep,
  cancelRetraining,
  endRetraining,
  failRetraining,
  finishRetrainingStep,
  noteProgress,
  spendAttempt,
} from '../../database/advance-retraining';
import { changeRetraining } from '../../database/change-retraining';
import { askPermission, openRetraining, type RetrainingOpened } from '../../database/open-retraining';
import {
  drawRetrainingNumber,
  findOpenRetraining,
  findSameRecipe,
  getRetraining,
  listRetrainings,
} from '../../database/retrainings';
import { retrainingMoves, retrainingStates } from '../../domain/retraining/retraining';
import { createTestDatabase, type TestDatabase } from '../support/databases';
import {
  after,
  applyTestProject,
  digestOf,
  openTestRelease,
  people,
  projectFile,
  registerTestVersion,
  start,
} from '../support/release-fixtures';
import { closeWindow, recordRows } from '../support/scored-world';

const day = 86_400;
const place = { project: 'hmeq', environment: 'production' };
const ending = { code: 'trainer_ended', details: { how: 'it fell', log: 't1.log' } } as const;

let files: TestDatabase;
let database: Database;

beforeEach(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url, max: 8 });
  await applyTestProject(database, retrainingProject());
  await serve('a');
  await closeWindows(1, 2);
});

afterEach(async () => {
  await database.close();
  await files.drop();
});

function retrainingProject() {
  return projectFile({
    monitoring: {
      environments: ['production'],
      everyMs: 60_000,
      window: { kind: 'rows', rows: 2 },
      maturityMs: 0,
      patienceMs: 0,
      coverage: 0.5,
      threshold: 0.4,
      margin: 0.02,
      minimumEvents: 2,
      consecutive: 2,
    },
    retraining: {
      start: 'ask',
      parameters: {},
      seed: 1,
      deadlineMs: 60_000,
      windows: 2,
      margin: 0.02,
      coolDownMs: 7 * day * 1_000,
      budget: { attempts: 2, withinMs: 30 * day * 1_000 },
    },
  });
}

/** The version told by `character` serves in production from now on. */
async function serve(character: string): Promise<number> {
  const version = await registerTestVersion(database, character);
  const { release } = await openTestRelease(database, character, { at: start });
  await database.query('update servings set until = now() where project = $1 and until is null', ['hmeq']);
  await database.query(
    `insert into servings (project, environment, release, version, package_digest, image_digest, since)
     values ('hmeq', 'production', $1, $2, $3, $3, $4)`,
    [release.number, version, digestOf(character), start],
  );
  await database.query(`update releases set state = 'serving' where number = $1`, [release.number]);
  return release.number;
}

async function closeWindows(...numbers: number[]): Promise<void> {
  const [serving] = await database.query<{ release: number; version: string }>(
    'select release, version from servings where until is null',
  );
  const by = {
    ...place,
    packageDigest: digestOf('a'),
    release: serving?.release ?? 0,
    version: serving?.version ?? '',
  };
  for (const number of numbers) {
    const references = [1, 2].map((row) => `w${number}-${row}`);
    const rows = references.map((reference) => ({
      reference,
      scoredAt: after(number),
      score: 0.5,
      inputs: { LOAN: 1 },
    }));
    await recordRows(files.gatewayUrl, by, rows);
    await closeWindow(database, by, number, references);
  }
}

async function ask(at = start, requester: string = people.modeller): Promise<RetrainingOpened> {
  const number = await drawRetrainingNumber(database);
  return database.transaction((tx) =>
    openRetraining(tx, {
      ...place,
      number,
      requester: requester === 'system' ? { kind: 'system' } : { kind: 'person', objectId: requester },
      requestedAt: at,
    }),
  );
}

/** One attempt whose trainer starts at `at` and which fails a minute later. */
async function attempt(at: string): Promise<number> {
  const { retraining } = await ask(at);
  await finish(retraining.number, 'collecting');
  await database.transaction((tx) => spendAttempt(tx, retraining.number, 'a trainer', at));
  const over = new Date(Date.parse(at) + 60_000).toISOString();
  await database.transaction((tx) => failRetraining(tx, retraining.number, ending, over));
  return retraining.number;
}

function finish(number: number, step: Parameters<typeof finishRetrainingStep>[2]): Promise<void> {
  return database.transaction((tx) => finishRetrainingStep(tx, number, step, {}));
}

function begin(number: number, step: Parameters<typeof beginRetrainingStep>[2]) {
  return database.transaction((tx) => beginRetrainingStep(tx, number, step, start));
}

describe('openRetraining', () => {
  it('openRetraining: opens one, with its policy and its audit row', async () => {
    const { retraining, outcome } = await ask();
    expect(outcome).toBe('opened');
    expect(retraining).toMatchObject({ state: 'collecting', ...place, requester: { objectId: people.modeller } });
    const rows = await readAuditOf(database, `retraining/${retraining.number}`);
    expect(rows).toMatchObject([
      { action: 'retraining.requested', actor: people.modeller, data: { policy: retraining.policyHash } },
    ]);
  });

  it('openRetraining: a repeated delivery finds the open one, somebody else is refused', async () => {
    const first = await ask();
    expect(await ask(after(1))).toMatchObject({
      outcome: 'open-already',
      retraining: { number: first.retraining.number },
    });
    await expect(ask(after(1), people.leader)).rejects.toMatchObject({ code: 'retraining_open' });
    await expect(ask(after(1), 'system')).rejects.toMatchObject({ code: 'retraining_open' });
  });

  it('openRetraining: of many that are asked for at once one is opened', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(opened.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
    const others = await Promise.allSettled(
      [people.leader, people.secondLeader, 'system'].map((who) => ask(start, who)),
    );
    expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await listRetrainings(database, 'hmeq', { limit: 20 })).toHaveLength(1);
  });

  it('openRetraining: says which environments there are', async () => {
    const request = { number: 1, requester: { kind: 'system' }, requestedAt: start } as const;
    const opening = database.transaction((tx) =>
      openRetraining(tx, { ...request, project: 'hmeq', environment: 'moon' }),
    );
    await expect(opening).rejects.toMatchObject({ code: 'environment_unknown' });
  });

  it('openRetraining: cool-down and budget count attempts of all versions, from the start of their trainers', async () => {
    await attempt(start);
    await expect(ask(after(day))).rejects.toMatchObject({ code: 'retraining_cool_down' });
    // Another version serves by now: the budget is the environment's.
    await serve('b');
    await attempt(after(8 * day));
    await expect(ask(after(16 * day))).rejects.toMatchObject({
      code: 'retraining_budget_spent',
      details: { at: '2026-03-31 09:00 UTC', attempts: 2 },
    });
    expect(await askPermission(database, place, after(30 * day))).toMatchObject({ may: true });
  });

  it('openRetraining: attempts that ended before their trainer started cost nothing', async () => {
    for (let times = 0; times < 4; times += 1) {
      const { retraining } = await ask(after(times));
      await database.transaction((tx) => failRetraining(tx, retraining.number, ending, after(times)));
    }
    expect(await askPermission(database, place, after(5))).toMatchObject({ may: true });
  });
});

describe('the steps of a retraining', () => {
  it('the steps of a retraining: a step that was done is not done again, one that is stopped does not go on', async () => {
    const { retraining } = await ask();
    const { number } = retraining;
    expect(await begin(number, 'collecting')).toMatchObject({ done: false });
    await finish(number, 'collecting');
    expect(await begin(number, 'collecting')).toMatchObject({ done: true });
    expect(await begin(number, 'training')).toMatchObject({ done: false });
    const by = { kind: 'person', objectId: people.leader } as const;
    await database.transaction((tx) => cancelRetraining(tx, number, by, start, 'no need'));
    await expect(begin(number, 'training')).rejects.toMatchObject({ code: 'retraining_closed' });
    await expect(finish(number, 'training')).rejects.toMatchObject({ code: 'retraining_closed' });
    await database.transaction((tx) => failRetraining(tx, number, ending, start));
    expect(await getRetraining(database, number)).toMatchObject({
      state: 'cancelled',
      ending: { code: 'retraining_cancelled' },
      cancelRequested: { by: people.leader },
    });
    await expect(begin(number, 'collecting')).rejects.toMatchObject({ code: 'retraining_closed' });
    expect(await findOpenRetraining(database, 'hmeq', 'production')).toBeUndefined();
  });

  it('the steps of a retraining: cancelling comes too late once the version is being registered', async () => {
    const { number } = (await ask()).retraining;
    for (const step of ['collecting', 'training', 'checking', 'comparing'] as const) await finish(number, step);
    const by = { kind: 'person', objectId: people.leader } as const;
    const cancelling = database.transaction((tx) => cancelRetraining(tx, number, by, start));
    await expect(cancelling).rejects.toMatchObject({ code: 'retraining_too_late' });
  });

  it('the steps of a retraining: an ending is written once, whoever comes second', async () => {
    const { number } = (await ask()).retraining;
    await database.transaction((tx) => failRetraining(tx, number, ending, start));
    await database.transaction((tx) => endRetraining(tx, number, { state: 'cancelled', ending, at: after(1) }));
    expect(await getRetraining(database, number)).toMatchObject({ state: 'failed', endedAt: start });
    const actions = (await readAuditOf(database, `retraining/${number}`)).map(({ action }) => action);
    expect(actions).toEqual(['retraining.requested', 'retraining.failed']);
    expect(await verifyAudit(database)).toMatchObject({ intact: true });
  });

  it('the steps of a retraining: progress is noted while it trains, and then no more', async () => {
    const { number } = (await ask()).retraining;
    await noteProgress(database, number, { share: 0.1, at: start });
    expect((await getRetraining(database, number)).progress).toBeUndefined();
    await finish(number, 'collecting');
    await noteProgress(database, number, { share: 0.5, round: 10, at: start });
    expect((await getRetraining(database, number)).progress).toMatchObject({ share: 0.5, round: 10 });
  });

  it('the steps of a retraining: the trainer starts once for the budget, however often it starts', async () => {
    const { number } = (await ask()).retraining;
    for (const seconds of [1, 2])
      await database.transaction((tx) => spendAttempt(tx, number, 'a trainer', after(seconds)));
    const rows = await database.query<{ spent_at: string }>('select spent_at from retrainings');
    expect(rows).toEqual([{ spent_at: after(1) }]);
  });

  it('the steps of a retraining: the audit row of its training says what is trained on, and with what', async () => {
    const { number } = (await ask()).retraining;
    const dataset = { digest: digestOf('d'), rows: 4, events: 2, windows: [1], from: start, to: start, asOf: start };
    const spec = { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 4 };
    const change = { dataset, spec, recipe: digestOf('e') };
    await database.transaction((tx) => finishRetrainingStep(tx, number, 'collecting', change));
    await database.transaction((tx) => spendAttempt(tx, number, 'reference 1', start));
    const row = (await readAuditOf(database, `retraining/${number}`)).find(
      ({ action }) => action === 'retraining.training',
    );
    expect(row?.data).toEqual({ dataset: digestOf('d'), seed: 4, trainer: 'reference 1', recipe: digestOf('e') });
  });

  it('the steps of a retraining: the database knows the same moves as the table', async () => {
    for (const from of retrainingStates)
      for (const to of retrainingStates) {
        const allowed = from === to || retrainingMoves[from].includes(to);
        const { number } = await database.transaction(async (tx) => {
          await tx.query('update retrainings set state = $1, spent_at = null', ['failed']);
          return (
            await openRetraining(tx, {
              ...place,
              number: await drawRetrainingNumber(tx),
              requester: { kind: 'system' },
              requestedAt: start,
            })
          ).retraining;
        });
        await database.query('update retrainings set state = $2 where number = $1', [number, from]);
        const change = database.transaction((tx) => changeRetraining(tx, number, { state: to }));
        await (allowed ? expect(change).resolves.toBeUndefined() : expect(change).rejects.toThrow('cannot go'));
      }
  });
});

describe('openAutomaticRetraining', () => {
  it('openAutomaticRetraining: opens and starts one for the system, once, and answers what keeps it from it', async () => {
    const started: number[] = [];
    const deps = {
      database,
      now: () => start,
      retrainings: {
        startRetraining: ({ retraining }: { retraining: number }): Promise<void> => {
          started.push(retraining);
          return Promise.resolve();
        },
      },
    };
    await database.query(
      `insert into evaluations (number, project, environment, release, version, cause, state, counted, breaches, why,
         policy_hash, as_of, evaluated_at)
       select 1, project, environment, release, version, 'timer', 'breach', true, 2, '{}', 'x', now(), now() from windows limit 1`,
    );
    await database.query(
      `insert into alerts (number, project, environment, version, kind, state, raised_by, raised_at)
       values (9, 'hmeq', 'production', 'v1', 'decay', 'open', 1, now())`,
    );
    const first = await openAutomaticRetraining(deps, { ...place, alert: 9 });
    expect(await openAutomaticRetraining(deps, { ...place, alert: 9 })).toEqual(first);
    if (!first.opened) throw new Error(first.code);
    expect(started).toEqual([first.retraining, first.retraining]);
    expect(await getRetraining(database, first.retraining)).toMatchObject({ alert: 9, requester: { kind: 'system' } });
    await database.transaction((tx) => spendAttempt(tx, first.retraining, 'a trainer', start));
    await database.transaction((tx) => failRetraining(tx, first.retraining, ending, start));
    expect(await openAutomaticRetraining(deps, { ...place, alert: 9 })).toMatchObject({
      opened: false,
      code: 'retraining_cool_down',
    });
  });
});

describe('findSameRecipe', () => {
  it.each([
    ['was not better', 'not_better', 'gate_undefined', true],
    ['was registered', 'registered', 'retraining_registered', true],
    ['had unfit data', 'failed', 'trainer_unfit', true],
    ['had a package that was refused', 'failed', 'candidate_refused', true],
    ['crashed', 'failed', 'trainer_ended', false],
    ['ran out of time', 'failed', 'training_timed_out', false],
    ['was cancelled', 'cancelled', 'retraining_cancelled', false],
  ])('findSameRecipe: one that %s', async (_, state, code, answers) => {
    const earlier = (await ask()).retraining.number;
    await database.query('update retrainings set recipe = $2, state = $3, ending = $4 where number = $1', [
      earlier,
      digestOf('e'),
      state,
      JSON.stringify({ code, details: {} }),
    ]);
    const { retraining } = await ask(after(1));
    const found = await findSameRecipe(database, retraining, digestOf('e'));
    expect(found).toBe(answers ? earlier : undefined);
    expect(await findSameRecipe(database, retraining, digestOf('f'))).toBeUndefined();
  });
});
