import path from 'node:path';
import { retryRelease } from '../../database/advance-release';
import { readAuditOf } from '../../database/audit';
import { recordClick } from '../../database/clicks';
import { openRelease } from '../../database/open-release';
import { findPointer } from '../../database/pointers';
import { drawReleaseNumber, getRelease } from '../../database/releases';
import { findServing } from '../../database/servings';
import { getVersion } from '../../database/versions';
import { StewardError } from '../../domain/errors';
import type { Target } from '../../domain/ports/target';
import { decisionLine, playIn } from '../support/play';
import { scratchFolder } from '../support/scratch-folder';
import { writeSmallPackage } from '../support/small-package';
import { dana, ivo, lena, startSteward, type TestSteward } from '../support/steward';
import { connectTestTemporal, type TestTemporal } from '../support/temporal';

let temporal: TestTemporal;
let steward: TestSteward;
let target: Target | undefined;
/** What the target does not do just now. */
let broken: 'stage' | 'listing' | 'answer to a switch' | undefined;

afterAll(async () => {
  await steward.stop();
  await temporal.close();
});
const folder = scratchFolder();
const { say, ask, inState, until, newest } = playIn(() => steward);

const away = () => new StewardError('target_away', { environment: 'staging', why: 'a planned failure' });

/** The real target, which fails in one way while the test says so. */
function failing(real: Target): Target {
  target = real;
  return {
    ...real,
    stage: (request) => {
      if (broken !== 'stage') return real.stage(request);
      const { release, environment } = request;
      const details = { release: `r${release}`, environment, detail: 'a planned failure.' };
      return Promise.reject(new StewardError('stage_failed', details));
    },
    deployments: (place) => (broken === 'listing' ? Promise.reject(away()) : real.deployments(place)),
    switchTo: async (deployment, expected) => {
      await real.switchTo(deployment, expected);
      if (broken === 'answer to a switch') throw away();
    },
  };
}

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({
    folder,
    temporal: { client, native, namespace },
    adjust: (deps) => ({ ...deps, target: (spec) => failing(deps.target(spec)) }),
  });
  await say(lena, 'connect hmeq');
  for (const [seed, name] of [
    [1, 'one.zip'],
    [2, 'two.zip'],
  ] as const) {
    await writeSmallPackage(path.join(steward.inbox, name), seed);
    await say(dana, `register ${name}`);
  }
});

afterEach(() => {
  broken = undefined;
});

async function killRun(environment: string): Promise<void> {
  await steward.client.workflow.getHandle(`release/hmeq/${environment}`).terminate('by somebody');
}

function runsOn(environment: string): Promise<readonly number[]> {
  if (!target) throw new Error('nothing has asked for the target yet');
  return target.deployments({ project: 'hmeq', environment }).then((found) => found.map(({ release }) => release));
}

describe('the sweep', () => {
  it('starts a release that was opened while the engine was away', async () => {
    const { manifest, modeller, label } = await getVersion(steward.database, 'hmeq', 'v1');
    const number = await drawReleaseNumber(steward.database);
    await steward.database.transaction((tx) =>
      openRelease(tx, {
        number,
        project: 'hmeq',
        environment: 'staging',
        kind: 'deploy',
        version: label,
        packageDigest: manifest.packageDigest,
        modeller,
        requester: { kind: 'person', objectId: dana },
        requestedAt: new Date().toISOString(),
      }),
    );
    await steward.sweep();
    expect(await inState(number, 'waiting', 'failed')).toMatchObject({ state: 'waiting', version: 'v1' });
    // A second sweep finds it running and starts nothing.
    await steward.sweep();
    expect(await getRelease(steward.database, number)).toMatchObject({ state: 'waiting', attempt: 1 });
  });

  it('has a click judged that was recorded while the engine was away, by the time of the click', async () => {
    const waiting = await getRelease(steward.database, await newest());
    await recordClick(steward.database, {
      key: 'while the engine was away',
      onRelease: waiting.number,
      release: waiting.number,
      person: lena,
      verb: 'approve',
      shown: waiting.approval?.shown ?? '',
      reason: 'evidence reviewed',
      clickedAt: new Date().toISOString(),
    });
    await steward.sweep();
    const served = await inState(waiting.number, 'serving', 'failed', 'expired');
    expect(served).toMatchObject({ state: 'serving', approval: { decisions: [{ person: lena, verb: 'approve' }] } });
    const rows = await readAuditOf(steward.database, `release/${waiting.number}`);
    expect(rows.filter(({ action }) => action === 'release.approved')).toHaveLength(1);
  });

  it('records a release that serves, but whose run was lost before Record', async () => {
    broken = 'listing';
    const number = await ask(dana, 'deploy v2 to production');
    await say(lena, decisionLine(await inState(number, 'waiting', 'failed')));
    await inState(number, 'serving', 'failed');
    await until(async () => {
      const { steps } = await getRelease(steward.database, number);
      return steps.some(({ step, state }) => step === 'record' && state === 'running') ? true : undefined;
    });
    await killRun('production');
    broken = undefined;
    await steward.sweep();
    const { state, steps } = await getRelease(steward.database, number);
    expect([state, steps.at(-1)]).toEqual(['serving', expect.objectContaining({ step: 'record', state: 'done' })]);
    expect(await findPointer(steward.database, 'hmeq', 'champion')).toMatchObject({ label: 'v2' });
  });

  it('records what serves when the run was lost in the middle of Switch', async () => {
    broken = 'answer to a switch';
    const number = await ask(dana, 'deploy v2 to staging');
    await say(lena, decisionLine(await inState(number, 'waiting', 'failed')));
    await until(async () =>
      (await target?.serving({ project: 'hmeq', environment: 'staging' }))?.release === number ? true : undefined,
    );
    await killRun('staging');
    await steward.sweep();
    expect(await inState(number, 'serving', 'failed')).toMatchObject({ state: 'serving', version: 'v2' });
    expect(await findServing(steward.database, 'hmeq', 'staging')).toMatchObject({ release: number, version: 'v2' });
    broken = undefined;
    await steward.sweep();
    const rows = (await readAuditOf(steward.database, `release/${number}`)).map(({ action }) => action);
    expect(rows.filter((action) => action.startsWith('switch.'))).toEqual(['switch.intended', 'switch.observed']);
    expect(await runsOn('staging')).toEqual([number]);
  });

  it('starts a retry that the engine never heard of, and what it replaces is withdrawn', async () => {
    broken = 'stage';
    const failing = await ask(dana, 'deploy v1 to staging');
    await say(lena, decisionLine(await inState(failing, 'waiting', 'failed')));
    await inState(failing, 'failed', 'serving');
    broken = undefined;
    await say(ivo, 'rollback staging -- v2 declines everybody');
    const back = await newest();
    expect(await inState(back, 'serving', 'failed')).toMatchObject({ state: 'serving', version: 'v1' });
    const between = await ask(dana, 'deploy v2 to staging');
    await say(lena, decisionLine(await inState(between, 'waiting', 'failed')));
    await inState(between, 'serving', 'failed');
    await steward.client.workflow.getHandle('release/hmeq/staging').result();
    const at = new Date().toISOString();
    await steward.database.transaction((tx) => retryRelease(tx, failing, { kind: 'person', objectId: ivo }, at));
    await steward.sweep();
    await say(lena, decisionLine(await inState(failing, 'waiting', 'failed')));
    expect(await inState(failing, 'serving', 'failed')).toMatchObject({ state: 'serving', version: 'v1', attempt: 2 });
    await steward.client.workflow.getHandle('release/hmeq/staging').result();
    expect(await runsOn('staging')).toEqual([failing]);
  });

  it('mends one release though another cannot be mended yet, and says so', async () => {
    const lost = await ask(dana, 'deploy v2 to staging');
    await inState(lost, 'waiting', 'failed');
    broken = 'listing';
    const stuck = await ask(dana, 'deploy v1 to production');
    await say(lena, decisionLine(await inState(stuck, 'waiting', 'failed')));
    await inState(stuck, 'serving', 'failed');
    for (const environment of ['staging', 'production']) await killRun(environment);
    await steward.sweep();
    expect(await getRelease(steward.database, lost)).toMatchObject({
      state: 'failed',
      ending: { code: 'engine_lost' },
    });
    expect(await findPointer(steward.database, 'hmeq', 'champion')).toMatchObject({ label: 'v1' });
    expect(steward.lines.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^settled/), expect.stringMatching(/^not reconciled: .*planned/)]),
    );
    broken = undefined;
    await steward.sweep();
    expect((await getRelease(steward.database, stuck)).steps.at(-1)).toMatchObject({ step: 'record', state: 'done' });
    expect(await runsOn('production')).toEqual([stuck]);
  });
});
