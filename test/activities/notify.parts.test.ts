import path from 'node:path';
import { listStaleCards } from '../../database/cards';
import type { Shown } from '../playground/connector/stand-in';
import { decisionLine, playIn } from '../support/play';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { dana, lena, startSteward, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();

const { say, ask, inState, until, messages } = playIn(() => steward);

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  await say(lena, 'connect hmeq');
  await writeSmallPackage(path.join(steward.inbox, 'one.zip'), 1);
  await say(dana, 'register one.zip');
});

afterEach(() => steward.bot.driver.call('DELETE', '/faults'));

function fault(on: 'create' | 'update', then: object, more: object = {}): Promise<unknown> {
  return steward.bot.driver.call('POST', '/faults', { on, then, ...more });
}

/** Messages that are cards of this release, newest last; replies below them are not meant. */
async function cardsOf(number: number): Promise<readonly Shown[]> {
  const all = await messages();
  return all.filter((message) => JSON.stringify(message.card ?? {}).includes(`r${number}, revision`));
}

/** The live card's message, once it says this. */
function liveCard(number: number, words: string, subject = `release/${number}`): Promise<Shown> {
  return until(async () => {
    const [row] = await steward.database.query<{ activity_id: string | null }>(
      'select activity_id from cards where subject = $1',
      [subject],
    );
    const found = (await messages()).find(({ id }) => id === row?.activity_id);
    return found && JSON.stringify(found.card).includes(words) ? found : undefined;
  });
}

/** A release that ends by its requester, so that the next test finds its environment free. */
async function cancel(number: number): Promise<void> {
  await say(dana, `cancel r${number}`);
  await inState(number, 'cancelled');
}

describe('the card of a release, when the channel', () => {
  it('is busy at first, is posted once', async () => {
    await fault('create', { kind: 'status', status: 429, retryAfter: 1 });
    const number = await ask(dana, 'deploy v1 to staging');
    await inState(number, 'waiting');
    await liveCard(number, 'Waiting for approval');
    expect(await cardsOf(number)).toHaveLength(1);
    await cancel(number);
  });

  it('takes it and then answers 502, acts on the same release whichever of the two is pressed', async () => {
    await fault('create', { kind: 'status', status: 502 }, { accept: true });
    const number = await ask(dana, 'deploy v1 to staging');
    const waiting = await inState(number, 'waiting');
    await liveCard(number, 'Waiting for approval');
    const cards = await cardsOf(number);
    expect(cards.length).toBeLessThanOrEqual(2);
    await say(lena, decisionLine(waiting));
    await inState(number, 'serving', 'failed');
    await liveCard(number, 'staging serves hmeq v1');
  });

  it('has the reply that asked for a decision, has it say what was decided', async () => {
    const number = await ask(dana, 'deploy v1 to production');
    const waiting = await inState(number, 'waiting');
    const asked = `release/${number}/asked/1`;
    const { id } = await liveCard(number, 'waits for your decision', asked);
    await say(lena, decisionLine(waiting, 'reject'));
    expect((await liveCard(number, `r${number} was rejected by Lena`, asked)).id).toBe(id);
  });

  it('has lost it, is posted anew', async () => {
    const number = await ask(dana, 'deploy v1 to production');
    await inState(number, 'waiting');
    const first = await liveCard(number, 'Waiting for approval');
    await fault('update', { kind: 'status', status: 404, code: 'ActivityNotFoundInConversation' });
    await say(dana, `cancel r${number}`);
    const second = await liveCard(number, 'cancelled');
    expect(second.id).not.toBe(first.id);
  });

  it('refused every attempt, is shown by the sweep later', async () => {
    await fault('create', { kind: 'status', status: 403, code: 'Forbidden' });
    const number = await ask(dana, 'deploy v1 to production');
    await inState(number, 'waiting');
    await until(async () => {
      const rows = await steward.database.query(`select 1 from conversations where state = 'gone'`);
      return rows.length > 0 ? true : undefined;
    });
    // The conversation is heard of again with the next message in it; the card is still owed.
    await say(dana, 'status');
    const later = new Date(Date.now() + 120_000).toISOString();
    expect(await listStaleCards(steward.database, later)).toContain(number);
    await steward.sweep();
    await liveCard(number, 'Waiting for approval');
    await cancel(number);
  });

  it('accepts one message delivered with 20,000 characters as one clear answer', async () => {
    const before = (await messages()).length;
    await say(dana, `deploy ${'x'.repeat(20_000)}`);
    const answers = (await messages()).slice(before).filter(({ author }) => author.kind === 'bot');
    expect(answers).toHaveLength(1);
    expect(answers[0]?.summary).toContain('I read at most 2,000');
  });
});
