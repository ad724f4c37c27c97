import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlaygroundFailure } from '../../../playground/client/failure';
import { openOutsideBench, saidBy, until, untilIdle } from './outside-bench';
import { generateApplicants } from '../../../playground/world/generate-applicants';

let bench: Awaited<ReturnType<typeof openOutsideBench>>;

beforeEach(async () => {
  bench = await openOutsideBench();
});
afterEach(() => bench.close());

const sent = (): string[] => bench.asked.flatMap(({ references }) => references);

function listWorld(): string[] {
  return readdirSync(path.join(bench.home, 'world')).sort();
}

describe('outside: applications', () => {
  it('sends who never applied before, a hundred at a time and in their order, and says what came of it', async () => {
    const outside = await bench.open();
    outside.sendApplications(250);
    expect(outside.state().busy).toEqual({ what: '250 applicants are scored', done: 0, of: 250 });
    const state = await untilIdle(outside);
    expect(bench.asked.map(({ references }) => references.length)).toEqual([100, 100, 50]);
    expect(sent()).toEqual([...new Set(sent())].sort());
    expect(state).toMatchObject({ environment: 'production', sent: 250, scored: 250, told: 0, drift: 0, sentIn: 0 });
    expect(saidBy(outside)).toEqual(['done: 250 applicants scored by v1: 250 answers, 0 failed.']);
    outside.sendApplications(1);
    await untilIdle(outside);
    await outside.close();
    const next = await bench.open();
    expect(next.state()).toMatchObject({ sent: 251, scored: 251, log: outside.state().log });
    next.sendApplications(1);
    await untilIdle(next);
    expect(sent()).toEqual([...new Set(sent())].sort());
    expect(sent()).toHaveLength(252);
  });

  it('keeps what it knows where only its owner reads it', async () => {
    const outside = await bench.open();
    outside.sendApplications(1);
    await untilIdle(outside);
    await outside.close();
    const modeOf = (name: string): number => statSync(path.join(bench.home, name)).mode & 0o777;
    expect(listWorld()).toEqual(['batch-1-outcomes.csv', 'batch-1.csv']);
    expect(['world.json', 'world/batch-1.csv', 'world/batch-1-outcomes.csv'].map(modeOf)).toEqual([
      0o600, 0o600, 0o600,
    ]);
    expect(modeOf('world')).toBe(0o700);
  });

  it('draws from the world as it has drifted by then, also after a restart', async () => {
    const first = await bench.open();
    first.setDrift(0.75);
    await first.close();
    const outside = await bench.open();
    expect(outside.state().drift).toBe(0.75);
    outside.sendApplications(20);
    await untilIdle(outside);
    const drawn = generateApplicants({ seed: 7, rows: 20, firstReference: 1_000_000, drift: 0.75 });
    expect(sent()).toEqual(drawn.map(({ reference }) => reference));
    expect(bench.asked[0]?.values).toEqual(
      drawn.map(({ inputs }) => Object.values(inputs).filter((value) => value !== null).length),
    );
  });

  it('does one thing at a time, within bounds', async () => {
    const outside = await bench.open();
    for (const wrong of [0, -1, 5_001, 1.5, Number.NaN])
      expect(() => outside.sendApplications(wrong)).toThrow('Send 1 to 5,000 applications');
    for (const wrong of [-0.1, 1.1, Number.NaN]) expect(() => outside.setDrift(wrong)).toThrow(PlaygroundFailure);
    for (const wrong of [0, 1.1, Number.NaN]) expect(() => outside.deliverOutcomes(wrong)).toThrow(PlaygroundFailure);
    outside.sendApplications(300);
    await until(outside, ({ busy }) => busy?.done === 100);
    expect(() => outside.sendApplications(1)).toThrow(
      '300 applicants are scored, 100 of 300 so far. Try again when that is over.',
    );
    expect(() => outside.deliverOutcomes()).toThrow(/Try again when that is over/);
    await untilIdle(outside);
    outside.sendApplications(1);
    await untilIdle(outside);
  });

  it('sends nobody where nothing serves, and says the cure', async () => {
    bench.model = 404;
    const outside = await bench.open();
    outside.sendApplications(10);
    expect(await untilIdle(outside)).toMatchObject({ serving: false, sent: 0, scored: 0 });
    expect(saidBy(outside)).toEqual([
      'failed: Nothing serves production of hmeq yet, so nobody would answer. Deploy a version first: @Steward deploy champion to production',
    ]);
    bench.model = 200;
    bench.method = 'tensorflow/serving/predict';
    outside.sendApplications(10);
    await untilIdle(outside);
    expect(saidBy(outside)[1]).toMatch(/^failed: .*called in another way.*`steward score`\.$/);
    expect(bench.asked).toEqual([]);
  });

  it('waits while the model is away, sends the same rows again, and goes on', async () => {
    bench.decide = (_, nth) => (nth >= 2 && nth <= 4 ? 503 : 200);
    const outside = await bench.open();
    outside.sendApplications(200);
    expect(await untilIdle(outside)).toMatchObject({ sent: 200, scored: 200 });
    expect(bench.asked.map(({ references }) => references[0])).toEqual([
      'a-01000000',
      'a-01000100',
      'a-01000100',
      'a-01000100',
      'a-01000100',
    ]);
    expect(saidBy(outside)).toEqual([
      expect.stringMatching(/^trouble: Scoring waits: .* answered 503: No: 503\. The same rows are sent again until/),
      'done: The model answers again; scoring goes on.',
      'done: 200 applicants scored by v1: 200 answers, 0 failed. 3 requests were sent again; no row counts twice.',
    ]);
  });

  it.each([
    ['refuses', 409, 2],
    ['stays away', 503, 17],
  ])('drops who is left when the model %s, and says so', async (_, status, requests) => {
    bench.decide = (_asked, nth) => (nth === 1 ? 200 : status);
    const outside = await bench.open();
    outside.sendApplications(1_234);
    expect(await untilIdle(outside)).toMatchObject({ sent: 1_234, scored: 100 });
    expect(bench.asked).toHaveLength(requests);
    expect(saidBy(outside).at(-1)).toMatch(
      /^failed: 100 of 1,234 applicants scored by v1; then .* answered \d+: No: \d+\. The other 1,134 are dropped and do not apply again/,
    );
    await outside.close();
    const next = await bench.open();
    expect(next.state().busy).toBeNull();
  });

  it('finishes at the next start what was cut half way, with the same rows', async () => {
    const first = await bench.open();
    bench.decide = (_, nth) => (nth === 2 ? first.close().then(() => 200) : 200);
    first.sendApplications(300);
    await until(first, ({ busy }) => busy === null);
    await first.close();
    expect(first.state()).toMatchObject({ sent: 300, scored: 100 });
    bench.decide = () => 200;
    const second = await bench.open();
    expect(second.state().busy).toMatchObject({ what: 'What was interrupted is finished', of: 300 });
    expect(await untilIdle(second)).toMatchObject({ sent: 300, scored: 300 });
    expect(bench.asked.map(({ references }) => references[0])).toEqual([
      'a-01000000',
      'a-01000100',
      'a-01000100',
      'a-01000200',
    ]);
    expect(saidBy(second)).toEqual(['done: 300 applicants scored by v1: 300 answers, 0 failed.']);
  });

  it('says which applicants it has lost, and refuses to begin anew over a file that it cannot read', async () => {
    const first = await bench.open();
    first.sendApplications(10);
    await untilIdle(first);
    await first.close();
    rmSync(path.join(bench.home, 'world/batch-1-outcomes.csv'));
    const second = await bench.open();
    expect(saidBy(second).at(-1)).toMatch(/^failed: The files of batch 1 \(10 applicants\) are gone/);
    expect(() => second.deliverOutcomes()).toThrow('Send applications first');
    await second.close();
    writeFileSync(path.join(bench.home, 'world.json'), '{"version":1');
    await expect(bench.open()).rejects.toThrow(/world\.json says who was sent and cannot be read .* Put a copy/);
  });
});

/** In the place of the shell: takes deliveries and counts their outcomes. */
function takeDeliveries(answer: (file: string) => string | Promise<string> = () => '') {
  const delivered: string[][] = [];
  return {
    delivered,
    steward: (...words: readonly string[]) => {
      const [verb, subject, file = '', ...options] = words;
      expect([verb, subject, ...options].join(' ')).toBe(
        'outcomes import --project hmeq --reference REFERENCE --outcome BAD',
      );
      const lines = readFileSync(file, 'utf8').split('\n');
      expect([lines[0], lines.at(-1)]).toEqual(['REFERENCE,BAD', '']);
      delivered.push(lines.slice(1, -1));
      return Promise.resolve(answer(file));
    },
  };
}

describe('outside: outcomes', () => {
  const truth = (rows: number): string[] =>
    generateApplicants({ seed: 7, rows, firstReference: 1_000_000 }).map(({ reference, BAD }) => `${reference},${BAD}`);

  it('delivers the truth of those who applied first, each once, and forgets them', async () => {
    const { delivered, steward } = takeDeliveries(
      () =>
        '200 scored rows got their first outcome, 40 events among\nthem (BAD is 1).\n 3 outcomes are kept without\n a scored row',
    );
    const outside = await bench.open({ steward });
    outside.sendApplications(150);
    await untilIdle(outside);
    outside.sendApplications(101);
    await untilIdle(outside);
    outside.deliverOutcomes(0.8);
    expect(await untilIdle(outside)).toMatchObject({ scored: 251, told: 201 });
    expect(saidBy(outside).at(-1)).toBe(
      'done: 201 outcomes delivered: 200 matched, 3 wait for rows that are not recorded yet.',
    );
    expect(listWorld()).toEqual(['batch-2-outcomes.csv', 'batch-2.csv']);
    await outside.close();
    const next = await bench.open({ steward });
    next.deliverOutcomes();
    expect(await untilIdle(next)).toMatchObject({ scored: 251, told: 251 });
    expect(delivered).toEqual([truth(251).slice(0, 201), truth(251).slice(201)]);
    expect(listWorld()).toEqual([]);
    expect(() => next.deliverOutcomes()).toThrow(
      'Everything is told of everybody who was scored. Send applications first.',
    );
  });

  it('tells nothing of those who got no answer', async () => {
    const { delivered, steward } = takeDeliveries();
    bench.decide = (_, nth) => (nth === 1 ? 200 : 400);
    const outside = await bench.open({ steward });
    outside.sendApplications(150);
    await untilIdle(outside);
    outside.deliverOutcomes();
    await untilIdle(outside);
    expect(delivered).toEqual([truth(100)]);
  });

  it('says why a delivery failed, and makes it again when it is asked', async () => {
    let away = true;
    const { delivered, steward } = takeDeliveries(() => {
      if (away) throw new PlaygroundFailure('PostgreSQL does not answer. Try again.');
      return '10 scored rows got their first outcome';
    });
    const outside = await bench.open({ steward });
    outside.sendApplications(10);
    await untilIdle(outside);
    outside.deliverOutcomes();
    expect(await untilIdle(outside)).toMatchObject({ told: 0 });
    expect(saidBy(outside).at(-1)).toBe(
      'failed: 10 outcomes could not be delivered: PostgreSQL does not answer. Try again.',
    );
    away = false;
    outside.deliverOutcomes();
    expect(await untilIdle(outside)).toMatchObject({ told: 10 });
    expect(delivered).toEqual([truth(10), truth(10)]);
  });

  it('delivers the very file again whose delivery was cut half way', async () => {
    const files: string[] = [];
    const interrupted = takeDeliveries(async (file) => {
      files.push(file);
      void first.close();
      return Promise.reject(new Error('ended with 143'));
    });
    const first = await bench.open({ steward: interrupted.steward });
    first.sendApplications(10);
    await untilIdle(first);
    first.deliverOutcomes();
    await untilIdle(first);
    await first.close();
    const again = takeDeliveries((file) => {
      files.push(file);
      return '10 scored rows got their first outcome';
    });
    const second = await bench.open({ steward: again.steward });
    expect(await untilIdle(second)).toMatchObject({ told: 10 });
    expect(new Set(files).size).toBe(1);
    expect(again.delivered).toEqual(interrupted.delivered);
    expect(saidBy(second)).toEqual([
      'done: 10 applicants scored by v1: 10 answers, 0 failed.',
      'done: 10 outcomes delivered: 10 matched.',
    ]);
  });
});

describe('outside: things that break', () => {
  const unused = { whatServes: () => Promise.resolve('v1'), cutDatabase: () => Promise.reject(new Error('not asked')) };

  it('sees whether anything serves', async () => {
    const outside = await bench.open();
    await until(outside, ({ serving }) => serving);
  });

  it('tells of a model server that was killed, and when it is back', async () => {
    const starter = {
      ...unused,
      breakModelServer: () => {
        bench.model = 503;
        return Promise.resolve('v1');
      },
    };
    const outside = await bench.open({ starter });
    await until(outside, ({ serving }) => serving);
    await outside.breakModelServer();
    expect(outside.state().serving).toBe(false);
    expect(saidBy(outside)).toEqual([
      'trouble: The model server of v1 was killed. Whoever asks now hears 503: The model is not there. Clients send their rows again until it is back.',
    ]);
    bench.model = 200;
    await until(outside, ({ serving }) => serving);
    await until(outside, ({ log }) => log.length === 2);
    expect(saidBy(outside)[1]).toBe('done: The model server of v1 answers again, 0.0 s later.');
  });

  it('tells of a database that is cut off, and when it is back; a refusal is the caller’s', async () => {
    let bringBack: () => void = () => undefined;
    const back = new Promise<void>((resolve) => (bringBack = resolve));
    const cuts: number[] = [];
    const starter = {
      ...unused,
      breakModelServer: () => Promise.reject(new PlaygroundFailure('Nothing serves.')),
      cutDatabase: (seconds: number) => {
        cuts.push(seconds);
        return Promise.resolve({ back });
      },
    };
    const outside = await bench.open({ starter });
    await outside.cutDatabase();
    expect(cuts).toEqual([10]);
    expect(saidBy(outside)).toEqual([
      expect.stringMatching(/^trouble: The database is cut off for 10 seconds\. Scoring goes on, and its rows wait/),
    ]);
    bringBack();
    await until(outside, ({ log }) => log.length === 2);
    expect(saidBy(outside)[1]).toMatch(/^done: The database is back/);
    await expect(outside.breakModelServer()).rejects.toThrow('Nothing serves.');
    expect(outside.state().log).toHaveLength(2);
  });

  it('keeps the last twenty sentences', async () => {
    bench.model = 404;
    const outside = await bench.open();
    for (let turn = 0; turn < 21; turn += 1) {
      outside.sendApplications(1);
      await untilIdle(outside);
    }
    expect(outside.state().log).toHaveLength(20);
  });
});
