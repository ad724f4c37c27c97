import path from 'node:path';
import { createObservationActivities } from '../../../activities/observation';
import type { ReleaseDependencies } from '../../../activities/release';
import { askHost } from '../../../activities/target/local/call-host';
import { createLocalTarget } from '../../../activities/target/local/create-local-target';
import { listLiveAlerts } from '../../../database/alerts';
import { listVersions } from '../../../database/versions';
import { findObservation } from '../../../database/observations';
import { processesAnswer } from '../../../formats/local-host/messages';
import { processesPath } from '../../../formats/local-host/paths';
import { createNotifyActivities } from '../../../activities/notify';
import { decisionLine, playIn } from '../../support/play';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSmallPackage } from '../../support/small-package';
import { dana, lena, localHostToken, startSteward, type TestSteward } from '../../support/steward';
import { connectTestTemporal, type TestTemporal } from '../../support/temporal';

jest.setTimeout(240_000);

let temporal: TestTemporal;
let steward: TestSteward;
let deps: ReleaseDependencies;
const folder = scratchFolder();
const place = { project: 'hmeq', environment: 'staging' };
/** Looks are a minute apart, whatever the clock says. */
let minute = 0;

beforeAll(async () => {
  temporal = await connectTestTemporal();
  const { client, connection: native, namespace } = temporal;
  steward = await startSteward({
    folder,
    temporal: { client, native, namespace },
    adjust: (made) => (deps = made),
  });
  await say(lena, 'connect hmeq');
  await writeSmallPackage(path.join(steward.inbox, 'one.zip'), 1);
  await say(dana, 'register one.zip');
  await until(async () => (await listVersions(steward.database, 'hmeq'))[0]);
  const asked = await inState(await ask(dana, 'deploy v1 to staging'), 'waiting', 'failed');
  await say(lena, decisionLine(asked));
  await inState(asked.number, 'serving', 'failed');
  await steward.client.workflow.getHandle('release/hmeq/staging').result();
});
afterAll(async () => {
  await steward.stop();
  await temporal.close();
});

const { say, ask, inState, until, messages } = playIn(() => steward);

async function look(target: ReleaseDependencies['target'] = deps.target): Promise<readonly number[]> {
  const activities = createObservationActivities({
    ...{ database: steward.database, target, builder: deps.builder },
    now: () => new Date(Date.parse('2041-01-01T00:00:00Z') + (minute += 1) * 60_000).toISOString(),
    pause: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        signal.addEventListener('abort', () => (clearTimeout(timer), resolve()));
      }),
    reportImages: ({ why }) => {
      throw new Error(why);
    },
    reportLook: ({ error }) => {
      throw error;
    },
  });
  return activities.observeAll();
}

const observed = async () => findObservation(steward.database, place.project, place.environment);
const live = async () =>
  (await listLiveAlerts(steward.database, place.project, place.environment)).map(({ kind, state }) => [kind, state]);

async function modelServer(): Promise<number | undefined> {
  const connection = { url: steward.hostUrl, token: localHostToken, fetch };
  const call = { method: 'GET', path: processesPath(place), timeout: 2_000, environment: 'staging' } as const;
  return (await askHost(connection, call, processesAnswer)).processes?.modelServer ?? undefined;
}

async function killModelServer(): Promise<void> {
  const pid = await until(modelServer);
  process.kill(pid, 'SIGKILL');
  await until(async () => ((await modelServer()) === pid ? undefined : true));
}

async function ready(): Promise<void> {
  await until(async () => {
    const release = (await observed())?.release ?? 0;
    const image = `sha256:${'0'.repeat(64)}` as const;
    return (await deps.target({ kind: 'local' }).inspect({ ...place, release, image })).ready === 1 ? true : undefined;
  });
}

async function show(alerts: readonly number[]): Promise<string> {
  const { showAlert } = createNotifyActivities({
    ...{ database: steward.database, chat: steward.bot.gateway, now: deps.now },
  });
  for (const alert of alerts) await showAlert({ alert });
  return JSON.stringify(await messages());
}

describe('a look at what the local host serves', () => {
  it('a look: all is well after a release, and `status` says what is recorded and what was seen', async () => {
    expect(await look()).toEqual([]);
    expect(await observed()).toMatchObject({ state: 'ok', seen: { ready: 1, wanted: 1, differences: [] } });
    await say(dana, 'status');
    const said = JSON.stringify(await messages());
    expect(said).toContain('1 of 1 ready, the image as released, no answers since the look before');
  });

  it('a look: a model server that is killed once rings nobody; killed again and again it does, once, until it is well', async () => {
    await killModelServer();
    await look();
    expect([(await observed())?.state, await live()]).toEqual(['ok', []]);
    await ready();
    await killModelServer();
    const raised = await look();
    expect(raised).toHaveLength(1);
    expect(await observed()).toMatchObject({ state: 'degraded' });
    expect(await live()).toEqual([['degraded', 'open']]);
    expect(await show(raised)).toContain('hmeq v1 in staging does not work as it should');
    await ready();
    const closed = await until(async () => {
      const changed = await look();
      return (await live()).length === 0 ? changed : undefined;
    });
    expect(await live()).toEqual([]);
    expect(await observed()).toMatchObject({ state: 'ok', seen: { ready: 1 } });
    expect(await show(closed)).toContain('Closed: it works again');
  });

  it('a look: a target that is away is unknown until it answers again, and what was seen before is kept', async () => {
    const { url, token } = { url: 'http://127.0.0.1:9', token: 'nobody is there' };
    const nobody = createLocalTarget({ url, token, fetch });
    expect(await look(() => nobody)).toEqual([]);
    expect(await observed()).toMatchObject({
      state: 'unknown',
      findings: [{ code: 'observation_away', details: { environment: 'staging' } }],
      seen: { ready: 1 },
    });
    expect(await look()).toEqual([]);
    expect(await observed()).toMatchObject({ state: 'ok' });
  });
});
