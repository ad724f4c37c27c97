import { Readable } from 'node:stream';
import { createChat } from '../../../playground/chat/create-chat';
import { explainFailure } from '../../../playground/chat/explain-failure';
import { runLines } from '../../../playground/chat/run-lines';
import { createConnectorClient } from '../../../playground/client/connector-client';
import { readHomeSettings } from '../../../playground/client/home-settings';
import type { Connector } from '../../../playground/connector/create-connector';
import { standIn, violationsOf, type Driver } from '../connector/stand-in';
import { startScriptedBot, type ScriptedBot } from './scripted-bot';

let bot: ScriptedBot;
let connector: Connector;
let driver: Driver;
let chatting: AbortController;

beforeEach(async () => {
  bot = await startScriptedBot();
  ({ connector, driver } = await standIn({ botUrl: () => bot.url }));
  await bot.join(connector.origin);
  chatting = new AbortController();
});
afterEach(async () => {
  chatting.abort();
  await connector.stop();
  await bot.stop();
});

/** Types lines as a script does; resolves with what was printed and, if one could not be done, why. */
async function type(...lines: readonly string[]): Promise<{ readonly text: string; readonly failure?: string }> {
  const { signal } = chatting;
  let text = '';
  const chat = await createChat({
    connector: createConnectorClient(connector.origin, signal),
    write: (more) => void (text += more),
    now: () => new Date(),
    signal,
    interactive: false,
    patienceMs: 10_000,
  });
  const input = Readable.from([lines.map((line) => `${line}\n`).join('')]);
  try {
    await runLines({ chat, input, pause: () => Promise.resolve(), signal });
    return { text };
  } catch (error) {
    return { text, failure: explainFailure(error, '.steward') };
  } finally {
    await chat.close();
  }
}

describe('chat: lines from a script', () => {
  it('waits for what each line starts: asks, is refused, approves as somebody else, serves', async () => {
    const { text, failure } = await type(
      '/install',
      'deploy champion to production',
      '/press approve mine is good',
      '/as lena',
      '/press approve fine',
      'status',
      '/quit',
      'never said',
    );
    expect(failure).toBeUndefined();
    /** How many of the states in between are seen hangs on how fast they pass. */
    const told = text
      .split('\n')
      .filter((line) => /^\d\d:|^You /.test(line) && !/\): (?:Preparing|Releasing):/.test(line))
      .map((line) => line.replace(/^\d\d:\d\d:\d\d /, '').replace(' (card, edited)', ' (card)'));
    expect(told).toEqual([
      'Dana Okafor: deploy champion to production',
      'Steward: r17: hmeq v4 to production. I am checking it; its card follows.',
      'Steward (card): hmeq v4 to production, replacing v3?',
      'Dana Okafor presses [Approve r17], with the reason "mine is good"',
      'Steward, to Dana Okafor alone: You asked for r17: somebody else decides.',
      'You are Lena Brandt (leads analytics) now.',
      'Lena Brandt presses [Approve r17], with the reason "fine"',
      expect.stringMatching(/^Steward, to Lena Brandt alone: .*Approved, releasing/),
      'Steward (card): production serves hmeq v4',
      'Lena Brandt: status',
      'Steward: heard status',
    ]);
    expect(await violationsOf(driver)).toEqual([]);
  });

  it('stops at the first line that cannot be done, with the cure', async () => {
    const { text, failure } = await type('/install', '/as lenna', 'deploy champion to production');
    expect(failure).toMatch(/^Nobody in the workplace is meant by "lenna"\. There are Dana Okafor, Lena Brandt,/);
    expect(text).toBe('');
  });

  it('says how Steward comes into the team, and that it is there', async () => {
    expect((await type('status')).failure).toMatch(/\/install adds it, then type connect hmeq/);
    expect((await type('/install', '/install')).failure).toMatch(/installed in this team already: type help/);
  });

  it('lists people and shows the channel on demand', async () => {
    await type('/install', 'one');
    const { text } = await type('/as lena', '/who', '/channel', '/details');
    expect(text).toContain('  Dana Okafor (data scientist)\n* Lena Brandt (leads analytics)\n');
    expect(text).toMatch(/Channel hmeq; .*\n[\d:]+ Dana Okafor: one\n[\d:]+ Steward: heard one\n/);
    expect(text).toContain('No card was shown here yet.');
  });
});

describe('chat: without Steward', () => {
  it('says what to run', async () => {
    const cure = 'Steward is not up in .steward: run `npm start` in another terminal.';
    const never = await readHomeSettings('/nowhere/at/all').catch((error: unknown) => error);
    expect(explainFailure(never, '.steward')).toBe(cure);
    const client = createConnectorClient('http://127.0.0.1:9', AbortSignal.timeout(10_000));
    const away = await client.workplace().catch((error: unknown) => error);
    expect(explainFailure(away, '.steward')).toBe(cure);
  });
});
