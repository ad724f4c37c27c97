import path from 'node:path';
import type { Release } from '../../domain/release/release';
import { hmeq, messagesOf, type Shown, violationsOf } from '../playground/connector/stand-in';
import { dialogueWith, personalChat } from '../support/dialogue';
import { decisionLine, playIn } from '../support/play';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { dana, lena, startSteward, theo, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const { say, ask, inState, until } = playIn(() => steward);
const { ask: hear, press } = dialogueWith(() => steward);

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
  await steward.bot.driver.call('POST', '/installations', { as: theo });
});

afterEach(() => steward.bot.driver.call('DELETE', '/faults'));

function fault(on: 'create' | 'send' | 'update', then: object, more: object = {}): Promise<unknown> {
  return steward.bot.driver.call('POST', '/faults', { on, then, ...more });
}

async function liveId(number: number): Promise<string | undefined> {
  const rows = await steward.database.query<{ activity_id: string | null }>(
    'select activity_id from cards where subject = $1',
    [`release/${number}`],
  );
  return rows[0]?.activity_id ?? undefined;
}

/** All main cards of a release that the channel holds, oldest first. */
async function cardsOf(number: number): Promise<readonly Shown[]> {
  const all = await messagesOf(steward.bot.driver, hmeq);
  return all.filter(({ id, thread, summary }) => id === thread && summary?.includes(`r${number}, revision`));
}

/** The card that is kept current, once its words are these. */
function liveCard(number: number, words: string): Promise<Shown> {
  return until(async () => {
    const id = await liveId(number);
    const found = (await cardsOf(number)).find((card) => card.id === id);
    return found?.summary?.includes(words) ? found : undefined;
  });
}

let turn = 0;

/** Asks for the version that does not serve in staging, so that there is always something to release. */
async function request(): Promise<number> {
  turn += 1;
  return ask(dana, `deploy v${1 + (turn % 2)} to staging`);
}

async function serve(waiting: Release): Promise<Release> {
  await say(lena, decisionLine(waiting));
  return inState(waiting.number, 'serving', 'failed', 'expired');
}

describe('a release goes on to serve, with one live card that says so, when', () => {
  it.each([
    ['the channel asks to come again', { kind: 'status', status: 412 }, {}, 1],
    ['the channel is too busy', { kind: 'status', status: 429, retryAfter: 1 }, { times: 2 }, 1],
    ['the connection is cut before the card arrives', { kind: 'cut' }, {}, 1],
    ['the connection is cut after the card arrived', { kind: 'cut' }, { accept: true }, 2],
    ['the card arrived and the answer is a 502', { kind: 'status', status: 502 }, { accept: true }, 2],
  ])('%s', async (_, then, more, cards) => {
    await fault('create', then, more);
    const number = await request();
    const served = await serve(await inState(number, 'waiting', 'failed'));
    expect(served.state).toBe('serving');
    const live = await liveCard(number, 'staging serves hmeq');
    const all = await cardsOf(number);
    expect(all).toHaveLength(cards);
    expect(all.at(-1)?.id).toBe(live.id);
  });

  it('its reply at a milestone cannot be said', async () => {
    await fault('send', { kind: 'status', status: 500 }, { times: 3 });
    const number = await request();
    expect(await serve(await inState(number, 'waiting', 'failed'))).toMatchObject({ state: 'serving' });
    await liveCard(number, 'staging serves hmeq');
  });

  it('an edit is answered by 404, and a new card takes the place of the lost one', async () => {
    const number = await request();
    const waiting = await inState(number, 'waiting', 'failed');
    const first = await liveCard(number, 'Waiting for approval');
    await fault('update', { kind: 'status', status: 404, code: 'ActivityNotFoundInConversation' });
    expect(await serve(waiting)).toMatchObject({ state: 'serving' });
    const second = await liveCard(number, 'staging serves hmeq');
    expect(second.id).not.toBe(first.id);
    expect(await cardsOf(number)).toHaveLength(2);
  });

  it('every edit fails for a while', async () => {
    const number = await request();
    const waiting = await inState(number, 'waiting', 'failed');
    await liveCard(number, 'Waiting for approval');
    await fault('update', { kind: 'status', status: 503 }, { times: 8 });
    expect(await serve(waiting)).toMatchObject({ state: 'serving' });
    await liveCard(number, 'staging serves hmeq');
    expect(await cardsOf(number)).toHaveLength(1);
  });

  it('no card can be shown at all; it is there when the channel is back', async () => {
    await fault('create', { kind: 'status', status: 500 }, { times: 1_000 });
    const number = await request();
    const waiting = await inState(number, 'waiting', 'failed');
    // What he types in his own chat is a decision like any other.
    expect(await hear(theo, decisionLine(waiting), personalChat(theo))).toContain(`You approved r${number}`);
    expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving' });
    await steward.client.workflow.getHandle('release/hmeq/staging').result();
    expect(await liveId(number)).toBeUndefined();
    await steward.bot.driver.call('DELETE', '/faults');
    await steward.sweep();
    await liveCard(number, 'staging serves hmeq');
  });

  it('the app is taken out of the team meanwhile; the card comes when it is put back', async () => {
    const number = await request();
    const waiting = await inState(number, 'waiting', 'failed');
    await liveCard(number, 'Waiting for approval');
    await steward.bot.driver.call('POST', '/removals', { as: lena, conversation: hmeq });
    expect(await hear(theo, decisionLine(waiting), personalChat(theo))).toContain(`You approved r${number}`);
    expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving' });
    await steward.client.workflow.getHandle('release/hmeq/staging').result();
    await steward.bot.driver.call('POST', '/installations', { as: lena, conversation: hmeq });
    await steward.sweep();
    await liveCard(number, 'staging serves hmeq');
    expect(await cardsOf(number)).toHaveLength(1);
  });
});

const inputs = { approveReason: 'evidence reviewed' };

/** A release that waits, and whose one card the channel took without our knowing it; no workers are up then. */
async function requestWithLostAnswer(): Promise<{ readonly number: number; readonly lost: Shown }> {
  await fault('create', { kind: 'status', status: 500 }, { times: 1_000 });
  const number = await request();
  await inState(number, 'waiting', 'failed');
  await steward.stopWorkers();
  await steward.bot.driver.call('DELETE', '/faults');
  await fault('create', { kind: 'status', status: 502 }, { accept: true });
  await steward.sweep();
  const lost = await until(async () => (await cardsOf(number))[0]);
  expect(await liveId(number)).toBeUndefined();
  return { number, lost };
}

describe('a card that the channel took, but badly answered', () => {
  it('is adopted by the first button that is pressed on it, and stays the only one', async () => {
    const { number, lost } = await requestWithLostAnswer();
    expect(await press(lena, lost.id, 'approve', { inputs })).toContain('is recorded with its time, and waits');
    expect(await liveId(number)).toBe(lost.id);
    await steward.startWorkers();
    expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving' });
    expect((await liveCard(number, 'staging serves hmeq')).id).toBe(lost.id);
    expect(await cardsOf(number)).toHaveLength(1);
  });

  it('acts on the same release when another one was posted meanwhile, which is the one kept current', async () => {
    const { number, lost } = await requestWithLostAnswer();
    await steward.sweep();
    const live = await liveCard(number, 'Waiting for approval');
    expect((await cardsOf(number)).map(({ id }) => id)).toEqual([lost.id, live.id]);
    await steward.startWorkers();
    await press(lena, lost.id, 'approve', { inputs });
    expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving' });
    expect((await liveCard(number, 'staging serves hmeq')).id).toBe(live.id);
    expect(await press(theo, lost.id, 'approve', { inputs, edition: 0 })).toContain('is not waiting for approval');
  });
});

describe('the channel', () => {
  it('was never sent anything that Teams would not take', async () => {
    expect(await violationsOf(steward.bot.driver)).toEqual([]);
  });
});
