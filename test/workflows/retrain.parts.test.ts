import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { readAuditOf, verifyAudit } from '../../database/audit';
import { cancelRetraining } from '../../database/advance-retraining';
import { findModelCard } from '../../database/model-cards';
import { findPointer } from '../../database/pointers';
import { getRelease } from '../../database/releases';
import { openRetraining } from '../../database/open-retraining';
import { drawRetrainingNumber, getRetraining } from '../../database/retrainings';
import { getVersion, listVersions } from '../../database/versions';
import type { Release } from '../../domain/release/release';
import { isRetrainingOpen, type Retraining } from '../../domain/retraining/retraining';
import { separation } from '../../domain/statistics/ks';
import { readTable } from '../../formats/csv/read-table';
import { keepHistory } from '../support/keep-histories';
import { decisionLine, playIn } from '../support/play';
import { retrainingProject, rowsOfWindow, scoreWindow, trainPackage } from '../support/retraining-world';
import { scratchFolder } from '../support/scratch-folder';
import { dana, lena, startSteward, type TestSteward, theo } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';
import { referenceTrainer } from '../support/training';

jest.setTimeout(180_000);

let temporal: TestTemporal;
let steward: TestSteward;
/** What a runner gives instead of the model's scores; and what happens whenever rows were scored. */
type Spoil = (scores: Float64Array) => Float64Array;
let spoilScores: Spoil | undefined;
let afterScoring: () => Promise<void> = () => Promise.resolve();
let beforeRegistering: () => Promise<void> = () => Promise.resolve();

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();

beforeAll(async () => {
  // Training keeps this process from its connections: before there are any.
  const packages = { 'champion.zip': trainPackage(1), 'other.zip': trainPackage(2) };
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({
    folder,
    temporal: { client, native, namespace },
    project: retrainingProject(),
    adjustTraining: (deps) => ({
      ...deps,
      registry: {
        ...deps.registry,
        register: async (...given) => {
          await beforeRegistering();
          return deps.registry.register(...given);
        },
      },
      scoring: {
        score: async (...given) => {
          const scores = await deps.scoring.score(...given);
          await afterScoring();
          return spoilScores?.(scores) ?? scores;
        },
      },
    }),
  });
  await say(lena, 'connect hmeq');
  for (const [name, bytes] of Object.entries(packages)) {
    writeFileSync(path.join(steward.inbox, name), bytes);
    await say(dana, `register ${name}`);
  }
  await serve('deploy v1 to production');
  // The world moves on after the first window.
  for (const [number, drift] of [
    [1, 0],
    [2, 0.9],
    [3, 0.9],
  ] as const)
    await scoreWindow(steward, folder, number, drift);
});

const { say, ask, inState, until } = playIn(() => steward);

async function serve(line: string): Promise<Release> {
  const waiting = await inState(await ask(dana, line), 'waiting', 'failed');
  await say(lena, decisionLine(waiting));
  return inState(waiting.number, 'serving', 'failed');
}

async function retrain(requester = dana): Promise<number> {
  const { retraining } = await steward.training.desk.open({
    project: 'hmeq',
    environment: 'production',
    requester: { kind: 'person', objectId: requester },
    reason: 'it decays',
    requestedAt: new Date().toISOString(),
  });
  return retraining;
}

function when(number: number, holds: (retraining: Retraining) => boolean): Promise<Retraining> {
  return until(async () => {
    const retraining = await getRetraining(steward.database, number);
    return holds(retraining) ? retraining : undefined;
  });
}

function ended(number: number): Promise<Retraining> {
  return when(number, ({ state }) => !isRetrainingOpen(state));
}

/** The run has written its last lines. */
async function keep(number: number, name: string): Promise<void> {
  await until(async () => {
    const told = await steward.database.query(`select 1 from cards where subject like $1`, [`retraining/${number}/%`]);
    return told.length > 0 ? true : undefined;
  });
  await temporal.client.workflow.getHandle('retrain/hmeq/production').result();
  await keepHistory(temporal.client, 'retrain/hmeq/production', name);
}

/** A trainer that says it is at it and never ends. */
const hanging = ['/bin/sh', '-c', `echo '{"progress":0.25,"round":3}'; sleep 1000`];

describe('a retraining', () => {
  it('a retraining: a better candidate becomes the challenger, and the system asks for its release', async () => {
    const number = await retrain();
    const retraining = await ended(number);
    expect(retraining).toMatchObject({
      state: 'registered',
      version: 'v3',
      gateWindow: 3,
      dataset: { windows: [2], rows: rowsOfWindow },
      comparison: {
        window: 3,
        better: true,
        champion: { version: 'v1', scores: 'recorded' },
        overlap: { candidate: 0 },
      },
      progress: { share: 1 },
    });
    expect(await findPointer(steward.database, 'hmeq', 'challenger')).toMatchObject({ label: 'v3' });
    expect(await findPointer(steward.database, 'hmeq', 'champion')).toMatchObject({ label: 'v1' });
    const version = await getVersion(steward.database, 'hmeq', 'v3');
    expect(version).toMatchObject({ modeller: dana, registeredBy: 'system' });
    expect(version.manifest.packageDigest).toBe(retraining.candidate?.packageDigest);
    const release = await inState(retraining.release ?? 0, 'waiting', 'failed');
    expect(release).toMatchObject({ requester: { kind: 'system' }, version: 'v3', approval: { quorum: 2 } });
    await keep(number, 'retrain-better');
  });

  it('a retraining: its figures are those of the rows, and its record tells the whole', async () => {
    const [retraining] = await retrainings();
    const { comparison, modelCard, dataset, candidate, number } = retraining!;
    const rows = await steward.database.query<{ score: number; event: boolean }>(
      `select r.score, o.event from scored_rows r join outcomes o using (project, reference)
       where r.reference >= 'a-00030000' and r.reference < 'a-00040000'`,
    );
    const { ks, auc } = separation(
      Float64Array.from(rows, ({ score: one }) => one),
      Uint8Array.from(rows, ({ event }) => (event ? 1 : 0)),
    );
    expect(comparison?.champion).toMatchObject({ ks, auc });
    const [closed] = await steward.database.query<{ row_hash: string }>(
      'select row_hash from windows where number = 3',
    );
    expect(comparison?.rowHash).toBe(closed?.row_hash);
    expect(Date.parse(comparison?.asOf ?? '')).toBeGreaterThan(Date.parse(dataset?.asOf ?? ''));
    expect((comparison?.candidate.ks ?? 0) - (comparison?.champion.ks ?? 0)).toBeCloseTo(
      comparison?.difference ?? 0,
      12,
    );
    expect(modelCard).toMatchObject({
      madeBy: { retraining: `t${number}`, requester: dana, reason: 'it decays' },
      measured: { rows: rowsOfWindow, asOf: comparison?.asOf, rowHash: comparison?.rowHash },
      digests: { dataset: dataset?.digest, package: candidate?.packageDigest },
    });
    const made = candidate?.packageDigest ?? comparison!.rowHash;
    expect(await findModelCard(steward.database, 'hmeq', made)).toEqual(modelCard);
    const [first] = (await listVersions(steward.database, 'hmeq')).slice(-1);
    expect(await findModelCard(steward.database, 'hmeq', first!.manifest.packageDigest)).toBeUndefined();
    expect(await findModelCard(steward.database, 'other', made)).toBeUndefined();
    const actions = (await readAuditOf(steward.database, `retraining/${number}`)).map(({ action }) => action);
    expect(actions).toEqual(['retraining.requested', 'retraining.training', 'retraining.registered']);
    const names = readdirSync(path.join(folder, 'datasets')).filter((name) => name.endsWith('.csv'));
    expect(names).toEqual([`${dataset?.digest.slice(7)}.csv`]);
    const file = path.join(folder, 'datasets', names[0]!);
    expect(statSync(file).mode & 0o777).toBe(0o400);
    const table = readTable(readFileSync(file));
    expect(table.names.slice(0, 3)).toEqual(['reference', 'scored_at', 'LOAN']);
    expect(table.cells[0]).toEqual([...table.cells[0]!].sort());
  });

  it('a retraining: the same data again is refused, and costs nothing', async () => {
    const { state, ending } = await ended(await retrain());
    expect({ state, code: ending?.code }).toEqual({ state: 'failed', code: 'retraining_same_data' });
    const spent = await steward.database.query('select 1 from retrainings where spent_at is not null');
    expect(spent).toHaveLength(1);
  });

  it('a retraining: one that is not better is kept as evidence, and nothing else changes', async () => {
    await steward.apply(retrainingProject({ margin: 0.9, seed: 8 }));
    const number = await retrain();
    expect(await ended(number)).toMatchObject({
      state: 'not_better',
      ending: { code: 'gate_margin_not_reached' },
      comparison: { better: false },
    });
    expect(await findPointer(steward.database, 'hmeq', 'challenger')).toMatchObject({ label: 'v3' });
    await keep(number, 'retrain-not-better');
  });

  it('a retraining: the better one waits when another release is open', async () => {
    const open = (await retrainings()).at(-1)?.release ?? 0;
    await steward.apply(retrainingProject({ seed: 9 }));
    const retraining = await ended(await retrain());
    expect(retraining).toMatchObject({ state: 'registered', ending: { code: 'retraining_registered_only' } });
    expect(retraining.release).toBeUndefined();
    expect(await getRelease(steward.database, open)).toMatchObject({ state: 'waiting' });
    expect(await findPointer(steward.database, 'hmeq', 'challenger')).toMatchObject({ label: retraining.version });
    await say(lena, `cancel r${open}`);
    await inState(open, 'cancelled');
  });

  it('a retraining: the trainer is ended with it when people cancel', async () => {
    await steward.apply(retrainingProject({ trainer: { program: hanging } }));
    const number = await retrain();
    await when(number, ({ progress }) => progress?.share === 0.25);
    const by = { kind: 'person', objectId: lena } as const;
    await steward.database.transaction((tx) => cancelRetraining(tx, number, by, new Date().toISOString()));
    await steward.training.engine.wakeRetraining({ retraining: number, project: 'hmeq', environment: 'production' });
    expect(await ended(number)).toMatchObject({ state: 'cancelled', ending: { code: 'retraining_cancelled' } });
    await keep(number, 'retrain-cancelled');
  });

  it('a retraining: goes on after its builder was stopped while it trained, and makes the same package', async () => {
    const slow = `if [ ! -e "${folder}/begun" ]; then touch "${folder}/begun"; echo '{"progress":0.5}'; sleep 1000; fi; exec "$@"`;
    const program = ['/bin/sh', '-c', slow, 'slow', ...referenceTrainer.words];
    await steward.apply(retrainingProject({ seed: 9, margin: 0.9, trainer: { program } }));
    const before = (await retrainings()).find(({ spec }) => spec?.seed === 9);
    const number = await retrain();
    await when(number, ({ progress }) => progress?.share === 0.5);
    await steward.stopWorkers();
    await steward.startWorkers();
    const retraining = await ended(number);
    expect(retraining).toMatchObject({ state: 'not_better' });
    expect(retraining.dataset?.digest).toBe(before?.dataset?.digest);
    expect(retraining.candidate?.packageDigest).toBe(before?.candidate?.packageDigest);
    const rows = await steward.database.query('select 1 from audit where key = $1', [`t${number}/training`]);
    expect(rows).toHaveLength(1);
    await keep(number, 'retrain-builder-stopped');
  });

  it('a retraining: a hostile package is refused, and nothing of it is registered', async () => {
    const program = ['/bin/sh', '-c', `printf 'PK\\003\\004 no zip' > "$STEWARD_OUTPUT/package.zip"`];
    await steward.apply(retrainingProject({ trainer: { program } }));
    const retraining = await ended(await retrain());
    expect(retraining).toMatchObject({ state: 'failed', ending: { code: 'candidate_refused' } });
    expect(retraining.version).toBeUndefined();
  });

  it.each([
    ['writes nothing', 'exit 0', 'candidate_missing'],
    ['writes a link', 'ln -s /etc/passwd "$STEWARD_OUTPUT/package.zip"', 'candidate_missing'],
    ['says that the data is not fit', `echo '{"result":"unfit","why":"Only sunshine."}'; exit 2`, 'trainer_unfit'],
  ])('a retraining: a trainer that %s ends it', async (_, code, reason) => {
    await steward.apply(retrainingProject({ trainer: { program: ['/bin/sh', '-c', code] } }));
    expect(await ended(await retrain())).toMatchObject({ state: 'failed', ending: { code: reason } });
  });

  it('a retraining: what a failed trainer wrote of an applicant is in its log alone', async () => {
    const script = path.join(folder, 'dies.sh');
    const line = `echo '{"result":"failed","why":"Anna Mueller is 31"}'`;
    writeFileSync(script, `${line}; echo "could not convert string to float: 'Anna Mueller'" >&2; exit 1`);
    await steward.apply(retrainingProject({ trainer: { program: ['/bin/sh', script] } }));
    const number = await retrain();
    const name = `t${number}.log`;
    expect(await ended(number)).toMatchObject({
      state: 'failed',
      ending: { code: 'trainer_ended', details: { how: 'it ended with exit code 1', log: name } },
    });
    const handle = temporal.client.workflow.getHandle('retrain/hmeq/production');
    await handle.result();
    const kept = [
      await steward.database.query('select r::text from retrainings r'),
      await steward.database.query('select a::text from audit a'),
      await steward.database.query('select c::text from cards c'),
    ];
    const history = withPayloads(historyToJSON(await handle.fetchHistory()));
    expect(history).toContain(`"log":"${name}"`);
    expect(`${JSON.stringify(kept)} ${history}`).not.toContain('Mueller');
    const log = path.join(folder, 'datasets', name);
    expect(readFileSync(log, 'utf8').match(/Mueller/g)).toHaveLength(2);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(log)).mode & 0o777).toBe(0o700);
  });

  it('a retraining: compares with what serves when another version came to serve meanwhile', async () => {
    await steward.apply(retrainingProject({ seed: 11 }));
    let moved = false;
    afterScoring = async () => {
      const [open] = (await retrainings()).filter(({ state }) => state === 'comparing');
      if (moved || !open) return;
      moved = true;
      await serve('deploy v2 to production');
    };
    const retraining = await ended(await retrain());
    afterScoring = () => Promise.resolve();
    expect(moved).toBe(true);
    expect(retraining.comparison).toMatchObject({ window: 3, champion: { version: 'v2', scores: 'scored' } });
  });

  it('a retraining: asks for no release when another version came to serve after the comparison', async () => {
    const [before] = await retrainings();
    if (before?.release !== undefined) {
      await say(lena, `cancel r${before.release}`);
      await inState(before.release, 'cancelled');
    }
    await serve('deploy v1 to production');
    await steward.apply(retrainingProject({ seed: 13 }));
    beforeRegistering = async () => {
      beforeRegistering = () => Promise.resolve();
      await serve('deploy v2 to production');
    };
    const retraining = await ended(await retrain());
    expect(retraining).toMatchObject({
      state: 'registered',
      comparison: { better: true, champion: { version: 'v1' } },
      ending: {
        code: 'retraining_registered_only',
        details: { why: 'v2 serves there by now, and it was found better than v1: retrain to compare it anew' },
      },
    });
    expect(retraining.release).toBeUndefined();
    expect(await findPointer(steward.database, 'hmeq', 'challenger')).toMatchObject({ label: retraining.version });
  });

  it('a retraining: ends when its workflow is gone, and is started when it never was', async () => {
    await steward.apply(retrainingProject({ trainer: { program: hanging } }));
    const number = await retrain(theo);
    await when(number, ({ progress }) => progress !== undefined);
    await temporal.client.workflow.getHandle('retrain/hmeq/production').terminate('by somebody');
    await steward.sweep();
    expect(await getRetraining(steward.database, number)).toMatchObject({
      state: 'failed',
      ending: { code: 'retraining_engine_lost' },
    });
    const request = { project: 'hmeq', environment: 'production', requestedAt: new Date().toISOString() };
    const unheard = await drawRetrainingNumber(steward.database);
    await steward.database.transaction((tx) =>
      openRetraining(tx, { ...request, number: unheard, requester: { kind: 'system' } }),
    );
    await steward.sweep();
    await when(unheard, ({ progress }) => progress !== undefined);
    await temporal.client.workflow.getHandle('retrain/hmeq/production').terminate('the test is over');
    await steward.sweep();
  });

  it('a retraining: a candidate that fails its own golden rows is not registered', async () => {
    await steward.apply(retrainingProject({ seed: 12 }));
    spoilScores = (scores) => scores.map((one) => one + 0.01);
    const retraining = await ended(await retrain());
    spoilScores = undefined;
    expect(retraining).toMatchObject({
      state: 'failed',
      ending: { code: 'candidate_golden_differs', details: { row: 1 } },
    });
  });

  it('a retraining: leaves an intact chain and no work folder behind', async () => {
    expect(await verifyAudit(steward.database)).toMatchObject({ intact: true });
    expect(
      existsSync(path.join(folder, 'datasets/.drafts')) && readdirSync(path.join(folder, 'datasets/.drafts')),
    ).toEqual([]);
  });
});

/** A history with its payloads as the text that they hold. */
function withPayloads(history: string): string {
  return history.replace(/"data":\s*"([^"]*)"/g, (_, data: string) => Buffer.from(data, 'base64').toString('utf8'));
}

/** All, newest first. */
async function retrainings(): Promise<readonly Retraining[]> {
  const rows = await steward.database.query<{ number: number }>('select number from retrainings order by number desc');
  return Promise.all(rows.map(({ number }) => getRetraining(steward.database, number)));
}
