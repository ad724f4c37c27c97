import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verifyAudit } from '../../database/audit';
import { getRelease } from '../../database/releases';
import { releaseSteps } from '../../domain/release/steps';
import type { UnitName } from '../../worker/laptop/start-laptop';
import { dana, lena, violationsOf } from '../playground/connector/stand-in';
import {
  approve,
  cardOf,
  type DrivenLaptop,
  press,
  recorded,
  requestRelease,
  say,
  startDrivenLaptop,
  until,
} from '../support/laptop-driver';
import { writeSmallPackage } from '../support/small-package';
import { type Holds, installHolds } from './holds';
import { countModelServers, judgeOutcome, type Outcome } from './judge-outcome';
import { type Cell, killNow, type Lane, runWave, waves } from './kill-wave';
import { loseFirstCard } from './lose-first-card';

jest.setTimeout(420_000);

const processes = ['worker', 'builder', 'bot', 'localHost', 'postgres'] as const satisfies readonly UnitName[];
const environments = ['one', 'two', 'three', 'four', 'five'];
/** Two to release in turn, and for each kill in Push one whose image nobody has published. */
const versions = 2 + processes.length;

/** Removed after everything in it has stopped. */
const folder = mkdtempSync(path.join(tmpdir(), 'steward-test-'));
let driven: DrivenLaptop;
let holds: Holds;
/** The version that serves, by environment. */
const serving = new Map<string, string>();

async function registerVersions(): Promise<void> {
  for (let number = 1; number <= versions; number += 1) {
    await writeSmallPackage(path.join(driven.home, 'inbox', `model-${number}.zip`), number);
    await say(driven, dana, `register model-${number}.zip`);
    await until(`v${number}`, async () => {
      const rows = await driven.database.query('select 1 from versions where label = $1', [`v${number}`]);
      return rows[0];
    });
  }
}

async function serveFirst(environment: string): Promise<void> {
  const release = await requestRelease(driven, 'v1', environment);
  await approve(driven, release);
  await recorded(driven, release);
  serving.set(environment, 'v1');
}

/** The one of the two that does not serve there; from here on it is taken to serve. */
function nextVersion(environment: string): string {
  const version = serving.get(environment) === 'v1' ? 'v2' : 'v1';
  serving.set(environment, version);
  return version;
}

/** Each lane has an environment for itself, and a version that does not serve there. */
function chooser(killed: UnitName): (lane: Lane) => { readonly version: string; readonly environment: string } {
  const free = [...environments];
  return ({ step }) => {
    const environment = free.shift() ?? '';
    const fresh = `v${3 + processes.findIndex((name) => name === killed)}`;
    if (step !== 'push') return { version: nextVersion(environment), environment };
    serving.set(environment, fresh);
    return { version: fresh, environment };
  };
}

type Judged = Cell & Outcome;

async function judge(cell: Cell): Promise<Judged> {
  return { ...cell, ...(await judgeOutcome(driven, cell.release)) };
}

function drawTable(cells: readonly Judged[]): string {
  const column = (text: string): string => text.padEnd(13);
  const rows = releaseSteps.map((step) => {
    const row = processes.map((name) => {
      const cell = cells.find((candidate) => candidate.step === step && candidate.killed === name);
      if (cell === undefined) return column('not run');
      return column(`${cell.problems.length === 0 ? 'ok' : 'NOT OK'} ${cell.seconds.toFixed(1).padStart(5)} s`);
    });
    return [step.padEnd(9), ...row].join('');
  });
  const head = [''.padEnd(9), ...processes.map(column)].join('');
  const sum = (pick: (cell: Judged) => number): number => cells.reduce((total, cell) => total + pick(cell), 0);
  return [
    '',
    'kill -9 in the middle of a step, and the seconds from there to serving as approved and recorded:',
    head,
    ...rows,
    `second cards: ${sum(({ extraCards }) => extraCards)}, repeated replies: ${sum(({ repeatedReplies }) => repeatedReplies)}`,
    '',
  ].join('\n');
}

beforeAll(async () => {
  driven = await startDrivenLaptop(path.join(folder, 'home'), environments);
  await registerVersions();
  await Promise.all(environments.map(serveFirst));
  holds = await installHolds(driven);
});

afterAll(async () => {
  await holds?.close();
  await driven?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a release whose processes are killed', () => {
  it('ends as approved, once, whichever process is killed in whichever step', async () => {
    const cells: Judged[] = [];
    for (const killed of processes)
      for (const wave of waves) {
        const ended = await runWave(driven, holds, wave, killed, chooser(killed));
        cells.push(...(await Promise.all(ended.map(judge))));
      }
    process.stdout.write(drawTable(cells));
    const wrong = cells.flatMap(({ step, killed, release, problems }) =>
      problems.map((problem) => `${killed} killed in ${step} (r${release}): ${problem}`),
    );
    expect(wrong).toEqual([]);
    expect(cells).toHaveLength(processes.length * releaseSteps.length);
    expect(cells.filter(({ extraCards }) => extraCards > 0)).toEqual([]);
    // One process's end is nobody else's.
    expect(driven.said.filter((line) => line.includes('started again'))).toHaveLength(processes.length * waves.length);
    expect(countModelServers(driven)).toEqual({ running: environments.length, strays: 0 });
    expect(await verifyAudit(driven.database)).toMatchObject({ intact: true });
    const answers = (await violationsOf(driven.driver)).filter((what) => !/^answer to a click .*: HTTP 0/.test(what));
    expect(answers).toEqual([]);
  });

  it('keeps a click that neither worker nor builder hears of, says so, and serves when they are back', async () => {
    const release = await requestRelease(driven, nextVersion('one'), 'one');
    const card = await cardOf(driven, release, ({ buttons }) => buttons.length > 0);
    const down = (['worker', 'builder'] as const).map((name) => driven.laptop.part(name).pid() ?? 0);
    for (const pid of down) process.kill(pid, 'SIGSTOP');
    const [answer] = (await press(driven, lena, card.id, 'approve')).deliveries;
    expect(answer?.body).toContain('is recorded with its time, and waits');
    expect((await getRelease(driven.database, release)).state).toBe('waiting');
    await Promise.all([killNow(driven, 'worker'), killNow(driven, 'builder')]);
    await recorded(driven, release);
    expect(await judgeOutcome(driven, release)).toMatchObject({ problems: [], extraCards: 0 });
  });

  it('takes a card for its own that the channel had accepted when its sender was killed', async () => {
    const lost = await loseFirstCard(driven, nextVersion('two'), 'two', () => killNow(driven, 'worker'));
    await press(driven, lena, lost.id, 'approve');
    await lost.goOn();
    await recorded(driven, lost.release);
    expect(await judgeOutcome(driven, lost.release)).toMatchObject({ problems: [], extraCards: 0 });
  });

  it('posts a second card when nobody has acted on such a one; the first still acts on the release', async () => {
    const lost = await loseFirstCard(driven, nextVersion('three'), 'three', () => killNow(driven, 'worker'));
    await lost.goOn();
    expect((await cardOf(driven, lost.release, () => true)).id).not.toBe(lost.id);
    await press(driven, lena, lost.id, 'approve');
    await recorded(driven, lost.release);
    expect(await judgeOutcome(driven, lost.release)).toMatchObject({ problems: [], extraCards: 1 });
  });
});
