import { EventEmitter } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createOutside, type Outside } from '../../../playground/outside/create-outside';
import { createStarter, type StarterChannel } from '../../../playground/outside/starter';
import { createImportAnnouncer } from '../../../workflows/client/announce-import';
import { createPageAnswers } from '../../../worker/laptop/answer-page';
import { decisionLine, playIn } from '../../support/play';
import { scratchFolder } from '../../support/scratch-folder';
import { createShell } from '../../support/shell';
import { writeSmallPackage } from '../../support/small-package';
import { dana, lena, localHostToken, startSteward, type TestSteward } from '../../support/steward';
import { connectTestTemporal, type TestTemporal } from '../../support/temporal';
import { until, untilIdle } from './outside-bench';

jest.setTimeout(120_000);

let temporal: TestTemporal;
let steward: TestSteward;
let outside: Outside;

// Before the folder, as hooks run in this order: what lies in it must have ended when it goes.
afterAll(async () => {
  await outside.close();
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const place = { project: 'hmeq', environment: 'production' };
const { say, ask, inState, until: look } = playIn(() => steward);

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  await say(lena, 'connect hmeq');
  await writeSmallPackage(path.join(steward.inbox, 'one.zip'), 1);
  await say(dana, 'register one.zip');
  // On a busy machine reading takes longer than a turn, and is answered before it is done.
  await look(async () => (await steward.database.query('select 1 from versions'))[0]);
  const number = await ask(dana, 'deploy v1 to production -- first');
  await say(lena, decisionLine(await inState(number, 'waiting')));
  const { endpoint } = await inState(number, 'serving');
  outside = await openOutside(new URL(endpoint?.address ?? '').origin);
});

/** With the real shell in this process, and the starter's own answers at the other end of a channel. */
async function openOutside(localHostUrl: string): Promise<Outside> {
  const shell = createShell({
    database: () => steward.database,
    imports: () => createImportAnnouncer(steward.client),
  });
  const end = new EventEmitter();
  const answers = createPageAnswers({
    postgres: () => {
      throw new Error('other tests need it');
    },
    localHost: { url: localHostUrl, token: localHostToken, fetch },
    say: () => undefined,
  });
  const channel = Object.assign(end, {
    connected: true,
    send: (message: object) => answers(message, (answer) => void end.emit('message', answer)),
  });
  return createOutside({
    ...place,
    home: folder,
    localHostUrl,
    steward: async (...words) => {
      const { lines, error } = await shell(...words);
      if (error !== undefined) throw error as Error;
      return lines.join('\n');
    },
    starter: createStarter(channel as unknown as StarterChannel, place),
    now: () => new Date(),
    pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
  });
}

async function countRows(): Promise<{ rows: number; references: number }> {
  const [counted] = await steward.database.query<{ rows: number; references: number }>(
    'select count(*)::int as rows, count(distinct reference)::int as references from scored_rows',
  );
  return counted ?? { rows: 0, references: 0 };
}

function untilRecorded(rows: number): Promise<true> {
  return look(async () => ((await countRows()).rows >= rows ? true : undefined));
}

describe('outside, on real parts', () => {
  it('has its applicants scored and recorded, and what becomes of them counted', async () => {
    outside.sendApplications(250);
    const { log } = await untilIdle(outside);
    expect(log.map(({ text }) => text)).toEqual(['250 applicants scored by v1: 250 answers, 0 failed.']);
    await untilRecorded(250);
    outside.deliverOutcomes(0.4);
    expect(await untilIdle(outside)).toMatchObject({ sent: 250, scored: 250, told: 100 });
    expect(outside.state().log.at(-1)).toMatchObject({ text: '100 outcomes delivered: 100 matched.', kind: 'done' });
    const [kept] = await steward.database.query('select count(*)::int as outcomes from outcomes');
    expect(kept).toEqual({ outcomes: 100 });
  });

  it('loses nobody and counts nobody twice when the model server is killed under them', async () => {
    const before = await countRows();
    outside.sendApplications(2_000);
    await until(outside, ({ busy }) => (busy?.done ?? 0) >= 300);
    await outside.breakModelServer();
    expect(await untilIdle(outside)).toMatchObject({ sent: 2_250, scored: 2_250 });
    await until(outside, ({ log }) => log.some(({ text }) => /^The model server of v1 answers again/.test(text)));
    await untilRecorded(before.rows + 2_000);
    expect(await countRows()).toEqual({ rows: 2_250, references: 2_250 });
    outside.deliverOutcomes();
    expect(await untilIdle(outside)).toMatchObject({ told: 2_250 });
    expect(outside.state().log.at(-1)?.text).toBe('2,150 outcomes delivered: 2,150 matched.');
  });
});
