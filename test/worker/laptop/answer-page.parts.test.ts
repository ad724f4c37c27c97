import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connectDatabase } from '../../../database/database';
import type { StarterAnswer, StarterAsk } from '../../../playground/outside/starter-messages';
import { createPageAnswers } from '../../../worker/laptop/answer-page';
import { freePorts } from '../../../worker/laptop/laptop-ports';
import { findFreePort } from '../../../worker/laptop/ports';
import { readProcess } from '../../../worker/laptop/process-identity';
import { type Laptop, startLaptop } from '../../../worker/laptop/start-laptop';
import { openBench, place, release, token } from '../../serving/local-host/local-host-bench';

let folder: string;
let home: string;
const started: Laptop[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'steward-asks-'));
  home = path.join(folder, 'home');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((laptop) => laptop.stop()));
  rmSync(folder, { recursive: true, force: true });
});

/** In the place of the page's process: a small one that asks all of it at once and writes down what it hears. */
function pageThatAsks(asks: readonly object[]): { readonly folder: string; readonly compiled: true } {
  const code = path.join(folder, 'code');
  mkdirSync(path.join(code, 'playground/page'), { recursive: true });
  writeFileSync(
    path.join(code, 'playground/page/main.js'),
    `const { appendFileSync } = require('node:fs');
    process.on('message', (answer) => appendFileSync('answers', JSON.stringify(answer) + '\\n'));
    for (const ask of ${JSON.stringify(asks)}) process.send(ask);
    console.log('{"ready":true}');`,
  );
  return { folder: code, compiled: true };
}

async function start(asks: readonly object[]): Promise<{ laptop: Laptop; lines: string[] }> {
  const lines: string[] = [];
  const laptop = await startLaptop({
    home,
    ports: await freePorts(findFreePort),
    env: process.env,
    say: (line) => void lines.push(line),
    only: ['page'],
    code: pageThatAsks(asks),
    durable: false,
  });
  started.push(laptop);
  return { laptop, lines };
}

/** Looks until the page has heard it; a test that waits in vain ends by its time limit. */
async function untilHeard(id: number, state: StarterAnswer['state']): Promise<readonly StarterAnswer[]> {
  for (;;) {
    const answers = readAnswers();
    if (answers.some((answer) => answer.id === id && answer.state === state)) return answers;
    await wait(20);
  }
}

function readAnswers(): readonly StarterAnswer[] {
  try {
    const lines = readFileSync(path.join(home, 'answers'), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as StarterAnswer);
  } catch {
    return [];
  }
}

async function answers(laptop: Laptop): Promise<boolean> {
  const database = connectDatabase({ url: laptop.settings.STEWARD_DATABASE_URL });
  return database
    .query('select 1')
    .then(
      () => true,
      () => false,
    )
    .finally(() => database.close());
}

describe('answer page', () => {
  it('cuts the database off for as long as the page asks, one cut at a time, and brings it back', async () => {
    const { laptop, lines } = await start([
      { id: 1, ask: 'cut-database', seconds: 1 },
      { id: 2, ask: 'cut-database', seconds: 1 },
      { id: 3, ask: 'cut-database', seconds: 61 },
      { id: 4, ask: 'erase-everything' },
    ]);
    const heard = await untilHeard(1, 'done');
    expect(heard).toEqual([
      {
        id: 2,
        state: 'refused',
        why: 'The PostgreSQL server is not up at this moment, so it cannot be taken down. It comes back by itself; ask again when it has.',
      },
      { id: 1, state: 'begun' },
      { id: 1, state: 'done' },
    ]);
    expect(await answers(laptop)).toBe(true);
    expect(lines).toContain('The page asked for it: PostgreSQL is down for 1 s.');
    expect(lines.filter((line) => line.startsWith('The page asked for something'))).toHaveLength(2);
  });

  it('a cut that outlives its starter ends with the next start', async () => {
    const { laptop } = await start([{ id: 1, ask: 'cut-database', seconds: 60 }]);
    await untilHeard(1, 'begun');
    expect(await answers(laptop)).toBe(false);
    await laptop.stop();
    const again = await start([]);
    expect(await answers(again.laptop)).toBe(true);
  });

  it('breaks the model server that serves: it is killed, and the local host starts it again', async () => {
    const bench = await openBench();
    try {
      const host = await bench.start();
      const lines: string[] = [];
      const onMessage = createPageAnswers({
        postgres: () => {
          throw new Error('nobody asked for it');
        },
        localHost: { url: host.url, token, fetch },
        say: (line) => void lines.push(line),
      });
      const ask = (asked: StarterAsk): Promise<StarterAnswer> => new Promise((resolve) => onMessage(asked, resolve));
      const nothing = await ask({ id: 1, ask: 'break-model-server', ...place });
      expect(nothing).toEqual({
        id: 1,
        state: 'refused',
        why: 'Nothing serves production of hmeq. Release a version there first: `deploy` in the channel.',
      });
      expect(await ask({ id: 2, ask: 'what-serves', ...place })).toEqual({ id: 2, state: 'done', version: null });
      await host.stage(release(1), await bench.publish({ score: 0.25 }));
      await host.until(release(1), 'ready');
      await host.switchTo(1, null);
      expect(await ask({ id: 3, ask: 'what-serves', ...place })).toEqual({ id: 3, state: 'done', version: 'v1' });

      const { pid } = (await (await host.model('/pid')).json()) as { pid: number };
      expect(await ask({ id: 4, ask: 'break-model-server', ...place })).toEqual({
        id: 4,
        state: 'done',
        version: 'v1',
      });
      while (readProcess(pid) !== undefined) await wait(5);
      expect(lines).toEqual(['The page asked for it: the model server of v1 in production was killed.']);
      while ((await host.score()).status !== 200) await wait(5);
      await bench.stop();
      expect(await ask({ id: 5, ask: 'break-model-server', ...place })).toMatchObject({ state: 'refused' });
    } finally {
      await bench.close();
    }
  });
});
