import { cp } from 'node:fs/promises';
import path from 'node:path';
import { getVersion } from '../../database/versions';
import type { Release } from '../../domain/release/release';
import { dana, lena, startSteward, type TestSteward } from '../support/steward';
import { playIn } from '../support/play';
import { scratchFolder } from '../support/scratch-folder';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

jest.setTimeout(120_000);

const data = process.env['STEWARD_TEST_DATA'];
let temporal: TestTemporal;
let steward: TestSteward;

afterAll(async () => {
  await steward?.stop();
  await temporal?.close();
});
const folder = scratchFolder();

beforeAll(async () => {
  if (!data) return;
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({ folder, temporal: { client, native, namespace } });
  await say(lena, 'connect hmeq');
  await cp(path.join(data, 'data/champion.zip'), path.join(steward.inbox, 'champion.zip'));
  await cp(path.join(data, 'tensorflow/example'), path.join(steward.inbox, 'example'), { recursive: true });
});

const { say, ask, inState } = playIn(() => steward);

async function released(label: string): Promise<Release> {
  return inState(await ask(lena, `deploy ${label} to production`), 'failed', 'waiting');
}

/** Says in its name why it did not run where the data is missing. */
const withData = data ? it : it.skip;

describe('packages of the reference system (skipped where STEWARD_TEST_DATA is not set)', () => {
  withData(
    'the boosted trees champion registers, and its release ends in Check by the op that is missing',
    async () => {
      await say(dana, 'register champion.zip');
      const { manifest, modeller } = await getVersion(steward.database, 'hmeq', 'v1');
      expect(manifest.contract.inputs).toHaveLength(12);
      expect(manifest.contract.outputs.map(({ name }) => name)).toEqual([
        'P_BAD0',
        'P_BAD1',
        'EM_CLASSIFICATION',
        'EM_EVENTPROBABILITY',
      ]);
      expect(manifest.model.location).toEqual({ archive: 'champion/1603087114.zip', folder: '1603087114' });
      expect(modeller).toBe(dana);
      const ended = await released('v1');
      expect(ended.steps.find(({ state }) => state === 'failed')?.step).toBe('check');
      expect(ended.ending).toMatchObject({
        code: 'op_not_supported',
        details: { op: 'BoostedTreesEnsembleResourceHandleOp' },
      });
    },
  );

  withData(
    'a folder for TensorFlow Serving with variables registers, and its release ends in Check likewise',
    async () => {
      await say(dana, 'register example');
      const ended = await released('v2');
      expect(ended.steps.find(({ state }) => state === 'failed')?.step).toBe('check');
      expect(ended.ending).toMatchObject({ code: 'op_not_supported', details: { op: 'VarHandleOp' } });
    },
  );
});
