import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLayoutStore } from '../../../activities/store/layout/create-layout-store';
import { createDatasetStore } from '../../../activities/training/dataset-store';
import type { TrainingDependencies } from '../../../activities/training';
import { isCalledOff } from '../../../activities/training/is-called-off';
import { trainCandidate } from '../../../activities/training/train-candidate';
import {
  beginRetrainingStep,
  cancelRetraining,
  failRetraining,
  finishRetrainingStep,
} from '../../../database/advance-retraining';
import { connectDatabase, type Database } from '../../../database/database';
import { drawRetrainingNumber, getRetraining, insertRetraining } from '../../../database/retrainings';
import { StewardError } from '../../../domain/errors';
import type { Trainer } from '../../../domain/ports/trainer';
import { hashBytes } from '../../../formats/hash';
import { createTestDatabase, type TestDatabase } from '../../support/databases';
import {
  applyTestProject,
  digestOf,
  openTestRelease,
  projectFile,
  registerTestVersion,
  start,
} from '../../support/release-fixtures';
import { retrainingProject } from '../../support/retraining-world';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
const now = '2026-06-01T00:00:00.000Z';
const dataset = Buffer.from('BAD\n1\n0\n');
let files: TestDatabase;
let database: Database;
let number: number;
/** What is done to the trainer's remains, and when. */
let order: string[];

beforeEach(async () => {
  files = await createTestDatabase();
  database = connectDatabase({ url: files.url });
  order = [];
  const { monitoring, retraining } = retrainingProject({
    trainer: { image: `r.example/t@${digestOf('i')}`, namespace: 'models', resources: { cpu: '1', memory: '1Gi' } },
  });
  if (!monitoring || !retraining) throw new RangeError('the project retrains nothing');
  await applyTestProject(database, projectFile({ monitoring, retraining }));
  const version = await registerTestVersion(database, 'a');
  const { release } = await openTestRelease(database, 'a', { at: start });
  await database.query(
    `insert into servings (project, environment, release, version, package_digest, image_digest, since)
     values ('hmeq', 'production', $1, $2, $3, $3, $4)`,
    [release.number, version, digestOf('a'), start],
  );
  number = await drawRetrainingNumber(database);
  const asked = { number, project: 'hmeq', environment: 'production', requestedAt: now } as const;
  await database.transaction((tx) =>
    insertRetraining(tx, { ...asked, requester: { kind: 'system' } }, digestOf('policy')),
  );
  const collected = { digest: hashBytes(dataset), rows: 2, events: 1, windows: [1], from: now, to: now, asOf: now };
  await database.transaction(async (tx) => {
    await beginRetrainingStep(tx, number, 'collecting', now);
    const spec = { contract: { outcome: { name: 'BAD', event: '1' } }, seed: 1 };
    await finishRetrainingStep(tx, number, 'collecting', { dataset: collected, spec });
  });
});
afterEach(async () => {
  await database.close();
  await files.drop();
});

/** A trainer elsewhere, of which something is left until its result is kept. */
const elsewhere: Trainer = async ({ output, keep }) => {
  mkdirSync(output);
  writeFileSync(path.join(output, 'package.zip'), 'made');
  order.push('delivered');
  await keep();
  order.push((await getRetraining(database, number)).candidate ? 'removed when kept' : 'removed');
};

async function depsWith(jobTrainer: Trainer, spoil: () => void = () => undefined): Promise<TrainingDependencies> {
  const place = mkdtempSync(path.join(folder, 'training-'));
  const datasets = createDatasetStore({ directory: path.join(place, 'datasets') });
  writeFileSync(path.join(place, 'draft.csv'), dataset);
  await datasets.put(path.join(place, 'draft.csv'), hashBytes(dataset));
  const store = createLayoutStore({ directory: path.join(place, 'store') });
  return {
    ...{ database, datasets, now: () => now, jobTrainer: () => jobTrainer },
    store: {
      ...store,
      putPackage: (...given) => {
        spoil();
        return store.putPackage(...given);
      },
    },
    withWorkDirectory: async (use) => use(mkdtempSync(path.join(place, 'work-'))),
    stopSignal: () => new AbortController().signal,
  } as Partial<TrainingDependencies> as TrainingDependencies;
}

describe('trainCandidate', () => {
  it('trainCandidate: nothing that a repeat could take the result from goes before the result is kept', async () => {
    let full = true;
    const deps = await depsWith(elsewhere, () => {
      if (full) throw new Error('no space left on device');
    });
    await expect(trainCandidate(deps, { retraining: number })).rejects.toThrow('no space left');
    expect(order).toEqual(['delivered']);
    full = false;
    await trainCandidate(deps, { retraining: number });
    expect(order).toEqual(['delivered', 'delivered', 'removed when kept']);
    const { state, candidate } = await getRetraining(database, number);
    expect({ state, digest: candidate?.packageDigest }).toEqual({
      state: 'checking',
      digest: hashBytes(Buffer.from('made')),
    });
  });

  it('trainCandidate: what another attempt kept meanwhile is the answer, whatever this one came to', async () => {
    const other = await depsWith(elsewhere);
    const overtaken = await depsWith(async () => {
      await trainCandidate(other, { retraining: number });
      throw new StewardError('trainer_pod_lost', { why: 'somebody removed its Job' });
    });
    await trainCandidate(overtaken, { retraining: number });
    expect((await getRetraining(database, number)).state).toBe('checking');
  });

  it('trainCandidate: what the trainer came to is thrown while nothing was kept', async () => {
    const lost = new StewardError('trainer_pod_lost', { why: 'somebody removed its Job' });
    const deps = await depsWith(() => Promise.reject(lost));
    await expect(trainCandidate(deps, { retraining: number })).rejects.toBe(lost);
  });
});

describe('isCalledOff', () => {
  const person = { kind: 'person', objectId: 'p' } as const;

  it('isCalledOff: a retraining that is open is wanted, until somebody cancels it', async () => {
    expect(await isCalledOff(database, number)).toBe(false);
    await database.transaction((tx) => cancelRetraining(tx, number, person, now));
    expect(await isCalledOff(database, number)).toBe(true);
  });

  it('isCalledOff: one that has ended is not wanted', async () => {
    const ending = { code: 'trainer_ended', details: { how: 'it ended', log: 't5.log' } } as const;
    await database.transaction((tx) => failRetraining(tx, number, ending, now));
    expect(await isCalledOff(database, number)).toBe(true);
  });
});
