import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createObservationActivities } from '../../../activities/observation';
import { createLocalTarget } from '../../../activities/target/local/create-local-target';
import { findObservation } from '../../../database/observations';
import type { Inspection } from '../../../domain/observation/inspection';
import type { KubernetesSpec } from '../../../domain/project';
import { projectFile } from '../../support/release-fixtures';
import { type MonitoringStory, monitoringPolicy, onDay, startMonitoringStory } from '../../support/monitoring-rows';

const calm: Inspection = { image: 'x', traffic: 1, ready: 1, wanted: 1, restarts: 0, gateways: [], differences: [] };
const cluster: KubernetesSpec = {
  ...{ kind: 'kubernetes', namespace: 'models', replicas: 1, recorderSecret: 'steward-recorder', probesFrom: [] },
  ...{ resources: { cpu: '1', memory: '1Gi' }, spoolMegabytes: 16 },
};

let story: MonitoringStory;
beforeEach(async () => {
  story = await startMonitoringStory();
});
afterEach(() => story.end());

/** Environments `e1` … in the cluster, each with a release of its own that serves. */
async function serveInCluster(count: number): Promise<void> {
  const release = await story.serve('1', onDay(0));
  await story.database.query(
    `with made as (
       insert into releases (number, project, environment, kind, version, package_digest, modeller, requester,
         requested_at, opened_at, state, ended_at)
       select nextval('release_numbers'), project, 'e' || place, kind, version, package_digest, modeller, requester,
         requested_at, opened_at, state, ended_at from releases, generate_series(1, $2) place where number = $1
       returning number, environment
     )
     insert into servings (project, environment, release, version, package_digest, image_digest, since)
     select project, made.environment, made.number, version, package_digest, image_digest, since
     from made, servings where release = $1`,
    [release, count],
  );
  const { environments } = projectFile({});
  const template = environments['production'];
  if (!template) throw new Error('the project file of tests has environments');
  const places = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [`e${at + 1}`, { ...template, leading: false, target: cluster }] as const),
  );
  await story.apply(monitoringPolicy(), { environments: { ...environments, ...places } });
}

it('a target that never answers holds up no other, and is not asked for all that it runs', async () => {
  await serveInCluster(20);
  let asked = 0;
  const sockets: Socket[] = [];
  const mute = createServer((socket) => void ((asked += 1), socket.on('error', () => undefined).resume()));
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const url = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const silent = createLocalTarget({ url, token: 'a token', fetch });
  const { observeAll } = createObservationActivities({
    ...{ database: story.database, now: () => onDay(0) },
    target: ({ kind }) => (kind === 'local' ? { inspect: () => Promise.resolve(calm) } : silent),
    pause: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
    builder: { lost: () => Promise.resolve([]) },
    reportImages: ({ why }) => {
      throw new Error(why);
    },
    reportLook: ({ error }) => {
      throw error;
    },
  });
  expect(await observeAll()).toEqual([]);
  mute.close();
  for (const socket of sockets) socket.destroy();
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(20);
  expect(await findObservation(story.database, 'hmeq', 'production')).toMatchObject({ state: 'ok', seen: calm });
  for (let place = 1; place <= 20; place += 1)
    expect(await findObservation(story.database, 'hmeq', `e${place}`)).toMatchObject({
      state: 'unknown',
      findings: [{ code: 'observation_away', details: { environment: `e${place}` } }],
    });
});
