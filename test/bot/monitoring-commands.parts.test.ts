import path from 'node:path';
import { createNotifyActivities } from '../../activities/notify';
import type { BotDependencies } from '../../bot/commands/command';
import { getAlert } from '../../database/alerts';
import { readAuditOf } from '../../database/audit';
import { listReleases } from '../../database/releases';
import { recordServing } from '../../database/servings';
import { findVersion } from '../../database/versions';
import type { RetrainingDesk, RetrainingRequest } from '../../domain/ports/retraining-desk';
import { sampleWorkplace } from '../../playground/connector/sample-workplace';
import { monitoring, retrainingPolicy } from '../cards/monitoring-fixture';
import { hmeq, messagesOf, type Shown, violationsOf } from '../playground/connector/stand-in';
import { dialogueWith } from '../support/dialogue';
import { judgedIn } from '../support/judged';
import { playIn } from '../support/play';
import { digestOf } from '../support/release-fixtures';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { dana, ivo, lena, sam, startSteward, testProject, type TestSteward, theo } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

const amira = sampleWorkplace.people[4]?.objectId ?? '';

let temporal: TestTemporal;
let steward: TestSteward;
/** What the monitor answers. */
let evaluated: Awaited<ReturnType<BotDependencies['monitors']['evaluate']>> = 'working';
/** What was asked of the desk. */
const asked: RetrainingRequest[] = [];
const cancelled: number[] = [];

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const { ask, press } = dialogueWith(() => steward);
const { until } = playIn(() => steward);
const judged = judgedIn(() => steward.database);

/** The desk as the bot knows it; what it does with a request is tested where it is made. */
const retrainings: RetrainingDesk = {
  open: async (request) => {
    asked.push(request);
    const open = await steward.database.query<{ number: number }>(
      `select number from retrainings where state = 'collecting'`,
    );
    if (open[0]) return { retraining: open[0].number, outcome: 'open-already' };
    return { retraining: await judged.retraining({ state: 'collecting', requester: dana }), outcome: 'opened' };
  },
  cancel: async (retraining, by, at) => {
    cancelled.push(retraining);
    const who = by.kind === 'person' ? by.objectId : '';
    await steward.database.query(
      `update retrainings set state = 'cancelled', revision = revision + 1, cancel_requested = $2, ended_at = $3,
         ending = '{"code":"retraining_cancelled","details":{"retraining":"t1"}}' where number = $1`,
      [retraining, JSON.stringify({ by: who, at }), at],
    );
  },
};

let alert: number;
let card: Shown;

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  const project = testProject();
  steward = await startSteward({
    folder,
    temporal: { client, native, namespace },
    project: {
      ...project,
      roles: { ...project.roles, auditor: [amira] },
      monitoring,
      retraining: retrainingPolicy,
    },
    monitors: { evaluate: () => Promise.resolve(evaluated) },
    retrainings,
  });
  await ask(lena, 'connect hmeq');
  await writeSmallPackage(path.join(steward.inbox, 'one.zip'), 1);
  await ask(dana, 'register one.zip');
  // A busy machine says first that it is reading.
  await until(() => findVersion(steward.database, 'hmeq', 'v1'));
});

/** The message that is a subject's live card, once it says this. */
function liveCard(subject: string, words: string): Promise<Shown> {
  return until(async () => {
    const [row] = await steward.database.query<{ activity_id: string | null }>(
      'select activity_id from cards where subject = $1',
      [subject],
    );
    const found = (await messagesOf(steward.bot.driver, hmeq)).find(({ id }) => id === row?.activity_id);
    return found?.summary?.includes(words) ? found : undefined;
  });
}

describe('before anything is judged', () => {
  it('performance and status say so in words', async () => {
    expect(await ask(amira, 'performance')).toContain('No evaluation yet');
    expect(await ask(amira, 'status')).toContain('Judged: no evaluation yet');
  });

  it('there is no alert, no retraining and no judged staging', async () => {
    expect(await ask(lena, 'acknowledge a9')).toContain('There is no alert a9');
    expect(await ask(lena, 'retraining t5')).toContain('There is no retraining t5');
    expect(await ask(lena, 'cancel t5')).toContain('There is no retraining t5');
    expect(await ask(lena, 'evaluate in staging')).toContain('Nothing is judged in staging of hmeq');
    expect(await ask(lena, 'retrain in staging')).toContain('Nothing is judged in staging of hmeq');
    expect(await ask(lena, 'watch staging')).toContain('Nothing is judged in staging of hmeq');
    expect(await ask(lena, 'performance v9')).toContain('no version "v9"');
    expect(await ask(lena, 'evaluate v1')).toContain('v1 does not serve in production: nothing does');
  });
});

describe('an alert', () => {
  beforeAll(async () => {
    const release = await judged.release('production', 'v3');
    const [packageDigest, imageDigest] = [digestOf('3'), digestOf('4')];
    await recordServing(
      steward.database,
      { project: 'hmeq', environment: 'production' },
      { release, version: 'v3', packageDigest, imageDigest, since: '2026-01-01T00:00:00.000Z' },
    );
    await judged.window(1, release, 'ok', 0.5312);
    await judged.window(2, release, 'breach', 0.4382);
    alert = await judged.alert(await judged.window(3, release, 'breach', 0.4102));
    await steward.sweep();
    card = await liveCard(`alert/${alert}`, 'separates events from non-events less well');
  });

  it('is shown once, and leaders are called by one reply below it', async () => {
    await steward.sweep();
    const messages = await messagesOf(steward.bot.driver, hmeq);
    expect(messages.filter(({ summary }) => summary?.includes(`a${alert}, raised at`))).toHaveLength(1);
    const replies = messages.filter(({ id, thread }) => thread === card.id && id !== card.id);
    expect(replies).toHaveLength(1);
    const called = JSON.stringify(replies[0]?.card);
    for (const leader of [lena, theo]) expect(called).toContain(leader);
    expect(called).not.toContain(dana);
  });

  it('is in status and performance', async () => {
    expect(await ask(amira, 'status')).toMatch(/below what was agreed, KS 0\.4102 .*alert a\d+\s+\(open\)/s);
    const shown = await ask(amira, 'performance');
    expect(shown).toContain('Window 3: v3: Below what was agreed, KS 0.4102 [0.3812, 0.4392]');
    expect(shown).toContain('Window 1: v3: OK');
    expect(shown).toContain(`Alert: a${alert}, decay, open`);
  });

  it.each(['acknowledge', 'snooze'])('is left alone by those whose role does not allow to %s', async (verb) => {
    for (const person of [sam, amira]) expect(await ask(person, `${verb} a${alert}`)).toContain(`You may not ${verb}`);
    expect(await getAlert(steward.database, alert)).toMatchObject({ state: 'open', revision: 1 });
  });

  it('is acknowledged once, however often and by whomever it is pressed', async () => {
    expect(await press(sam, card.id, 'acknowledge')).toContain('You may not acknowledge');
    const answer = JSON.stringify(await press(lena, card.id, 'acknowledge'));
    expect(answer).toContain('Acknowledged');
    const shown = await liveCard(`alert/${alert}`, 'Acknowledged: by Lena');
    expect(shown.id).toBe(card.id);
    const edition = shown.earlierCards.length - 1;
    await press(lena, card.id, 'acknowledge', { edition });
    expect(JSON.stringify(await press(theo, card.id, 'acknowledge', { edition }))).toContain('by Lena');
    expect(await ask(theo, `acknowledge a${alert}`)).toMatch(/Lena.* has acknowledged a\d+ already/);
    expect(await getAlert(steward.database, alert)).toMatchObject({
      state: 'acknowledged',
      revision: 2,
      acknowledged: { by: lena },
    });
    const rows = await readAuditOf(steward.database, `alert/${alert}`);
    expect(rows.map(({ action, actor }) => [action, actor])).toEqual([['alert.acknowledged', lena]]);
  });

  it.each(['0d', '91d', 'soon', '1.5d', '-1d', '7 weeks'])('is not silenced for "%s"', async (given) => {
    expect(await ask(lena, `snooze a${alert} --for "${given}"`)).toMatch(/cannot be silent for|Say a whole number/);
    expect((await getAlert(steward.database, alert)).state).toBe('acknowledged');
  });

  it('is silenced for seven days by its button, with the reason that was given', async () => {
    await press(dana, card.id, 'snooze', { inputs: { snoozeReason: 'the *outcomes* are being corrected' } });
    const { snoozed, state } = await getAlert(steward.database, alert);
    expect(state).toBe('snoozed');
    expect(snoozed).toMatchObject({ by: dana, reason: 'the *outcomes* are being corrected' });
    expect(Date.parse(snoozed?.until ?? '') - Date.parse(snoozed?.at ?? '')).toBe(7 * 86_400_000);
    await liveCard(`alert/${alert}`, 'Snoozed: by Dana');
    const [row] = (await readAuditOf(steward.database, `alert/${alert}`)).slice(-1);
    expect(row).toMatchObject({ action: 'alert.snoozed', actor: dana, data: { before: 'acknowledged' } });
  });

  it('is woken by an acknowledgement, and silenced again by a typed line', async () => {
    expect(await ask(theo, `acknowledge a${alert}`)).toContain(`You have a${alert} in hand`);
    expect(await getAlert(steward.database, alert)).not.toHaveProperty('snoozed');
    expect(await ask(lena, `snooze a${alert} --for 12h`)).toMatch(/is silent until \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  });

  it('its retraining is asked for in the name of who pressed, with the alert and the reason', async () => {
    expect(await ask(ivo, 'retrain')).toContain('You may not retrain');
    expect(asked).toEqual([]);
    const inputs = { retrainReason: 'it fell twice' };
    expect(await press(lena, card.id, 'retrain', { inputs })).toContain('a challenger for production is being made');
    expect(asked).toEqual([
      expect.objectContaining({
        project: 'hmeq',
        environment: 'production',
        alert,
        reason: 'it fell twice',
        requester: { kind: 'person', objectId: lena },
      }),
    ]);
    expect(await ask(dana, 'retrain in production -- me too')).toMatch(/t\d+ is at it already/);
  });

  it('that is closed is neither taken nor silenced, and its old button starts nothing but shows how things are', async () => {
    const edition = (await liveCard(`alert/${alert}`, '')).earlierCards.length - 1;
    await steward.database.query(
      `update alerts set state = 'closed', revision = revision + 1, closed = '{"at":"2026-11-01T06:00:00.000Z","why":"recovered"}'
       where number = $1`,
      [alert],
    );
    expect(await ask(lena, `acknowledge a${alert}`)).toContain(`a${alert} is closed since 2026-11-01 06:00 UTC`);
    expect(await ask(lena, `snooze a${alert}`)).toContain('is closed since');
    const before = asked.length;
    const inputs = { retrainReason: 'late' };
    const answer = JSON.stringify(await press(lena, card.id, 'retrain', { inputs, edition }));
    expect(answer).toContain('Closed: it has recovered');
    expect(asked).toHaveLength(before);
  });
});

describe('a retraining', () => {
  it('is shown where it was asked for, and is cancelled by who asked or has the right, by nobody else', async () => {
    await steward.sweep();
    const [row] = await steward.database.query<{ number: number }>(
      `select number from retrainings where state = 'collecting'`,
    );
    const number = row?.number ?? 0;
    const shown = await liveCard(`retraining/${number}`, 'Collecting the logged rows');
    expect(await press(sam, shown.id, 'cancel')).toContain('You may not cancel');
    expect(await ask(amira, `retraining t${number}`)).toContain('Retraining hmeq for production');
    expect(await ask(sam, `retraining t${number}`)).toContain('You may not see the performance of models in hmeq');
    expect(cancelled).toEqual([]);
    expect(JSON.stringify(await press(dana, shown.id, 'cancel'))).toContain('was cancelled');
    expect(cancelled).toEqual([number]);
  });

  it('that is over tells who asked for it, once', async () => {
    const { database, bot } = steward;
    const now = () => new Date().toISOString();
    const notify = createNotifyActivities({ database, chat: bot.gateway, now });
    const number = cancelled[0] ?? 0;
    await notify.showRetraining({ retraining: number });
    await notify.tellRetraining({ retraining: number });
    await notify.tellRetraining({ retraining: number });
    const { id } = await liveCard(`retraining/${number}`, 'was cancelled');
    const replies = (await messagesOf(bot.driver, hmeq)).filter(
      ({ thread, summary }) => thread === id && summary?.includes('has ended'),
    );
    expect(replies).toHaveLength(1);
    expect(JSON.stringify(replies[0]?.card)).toContain(dana);
  });

  it('whose version nobody asked to release offers that, in the name of who presses', async () => {
    const number = await judged.retraining({ state: 'registered', requester: dana, version: 'v1' });
    await steward.sweep();
    const shown = await liveCard(`retraining/${number}`, 'v1 is registered as the challenger');
    expect(await press(ivo, shown.id, 'deploy')).toContain('You may not deploy');
    expect(await press(lena, shown.id, 'deploy')).toContain('hmeq v1 to production');
    const [newest] = await listReleases(steward.database, 'hmeq', 1);
    expect(newest).toMatchObject({ version: 'v1', requester: { kind: 'person', objectId: lena } });
    await ask(lena, `cancel r${newest?.number}`);
  });
});

describe('evaluate', () => {
  it('shows the evaluation in full when it is there at once, and says where it will be when it is not', async () => {
    expect(await ask(lena, 'evaluate')).toContain('I am computing it for production');
    evaluated = { evaluation: 3 };
    const shown = await ask(lena, 'evaluate');
    expect(shown).toContain('How well hmeq v3 in production separates events from non-events');
    expect(shown).toMatch(/AUC: 0\.7741/);
    expect(shown).toContain('steward scores export --project hmeq --environment production --window 3');
    expect(await ask(amira, 'evaluate')).toContain('You may not evaluate');
  });
});

describe('those who watch', () => {
  it('hear of each good window once, where they asked for it; the others hear nothing', async () => {
    expect(await ask(amira, 'watch')).toContain('each time a window of production is judged');
    expect(await ask(dana, 'watch production')).toContain('production');
    expect(await ask(sam, 'watch')).toContain('You may not watch');
    const { database, bot } = steward;
    const now = () => new Date().toISOString();
    const notify = createNotifyActivities({ database, chat: bot.gateway, now });
    for (const evaluation of [1, 1, 2, 3]) await notify.tellAllIsWell({ evaluation });
    const told = (await messagesOf(bot.driver, hmeq)).filter(({ summary }) => summary?.includes('All is well'));
    expect(told).toHaveLength(1);
    const text = JSON.stringify(told[0]?.card);
    for (const person of [amira, dana]) expect(text).toContain(person);
    expect(text).not.toContain(lena);
  });

  it('no longer hear it when they end it', async () => {
    expect(await ask(amira, 'unwatch production')).toContain('no longer tell you');
    expect(await ask(amira, 'unwatch')).toContain('You were not watching');
  });
});

describe('the channel', () => {
  it('was never sent anything that Teams would not take', async () => {
    expect(await violationsOf(steward.bot.driver)).toEqual([]);
  });
});
