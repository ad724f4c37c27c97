import { acknowledgeAlert, snoozeAlert } from '../../database/alert-decisions';
import { getAlert, listLiveAlerts } from '../../database/alerts';
import { readAuditOf } from '../../database/audit';
import { findObservation, findServed } from '../../database/observations';
import { recordLook } from '../../database/record-look';
import type { Inspection } from '../../domain/observation/inspection';
import type { Look } from '../../domain/observation/judge-look';
import { monitoringPolicy, type MonitoringStory, onDay, startMonitoringStory } from '../support/monitoring-rows';
import { projectFile } from '../support/release-fixtures';

let story: MonitoringStory;
let release: number;
let minute: number;

beforeEach(async () => {
  story = await startMonitoringStory();
  release = await story.serve('1', onDay(0));
  minute = 0;
});
afterEach(() => story.end());

const at = (count: number) => onDay(0, count * 60_000);
const calm = (): Inspection => ({
  ...{ image: 'x', traffic: release, ready: 1, wanted: 1, restarts: 0, gateways: [], differences: [] },
});
const dead = (): Inspection => ({ ...calm(), ready: 0, trouble: 'it is started again' });
const changed = (what = 'Somebody scaled it.'): Inspection => ({ ...calm(), differences: [{ about: 'scale', what }] });

/** One look, a minute after the one before; returns the alerts that it changed. */
async function look(seen: Inspection | string): Promise<readonly number[]> {
  const served = await findServed(story.database, 'hmeq', 'production');
  if (!served) throw new Error('nothing serves');
  const found: Look['found'] = typeof seen === 'string' ? { away: seen } : { seen };
  return story.database.transaction((tx) => recordLook(tx, served, { at: at((minute += 1)), found }));
}

const live = async () =>
  (await listLiveAlerts(story.database, 'hmeq', 'production')).map(({ number, kind, state }) => [number, kind, state]);
const audited = async () =>
  (await readAuditOf(story.database, 'environment/hmeq/production')).map(({ action, data }) => [action, data]);

describe('a look that is noted', () => {
  it('noted looks: raise one alert for one trouble, keep it, and close it when it is over', async () => {
    await look(dead());
    expect(await live()).toEqual([]);
    expect(await look(dead())).toEqual([1]);
    expect(await look(dead())).toEqual([]);
    expect(await live()).toEqual([[1, 'degraded', 'open']]);
    expect(await look(calm())).toEqual([]);
    expect(await look(calm())).toEqual([1]);
    expect(await getAlert(story.database, 1)).toMatchObject({
      state: 'closed',
      closed: { why: 'recovered' },
      observed: { findings: [{ code: 'degraded_not_ready' }] },
    });
  });

  it('noted looks: the chain has each change of the state, and not each look', async () => {
    for (const seen of [calm(), calm(), changed(), changed(), calm()]) await look(seen);
    expect(await audited()).toMatchObject([
      ['observation.changed', { from: 'ok', to: 'drifted', codes: ['drifted_scale'] }],
      ['observation.changed', { from: 'drifted', to: 'ok', codes: [] }],
    ]);
    const alert = await readAuditOf(story.database, 'alert/1');
    expect(alert.map(({ action }) => action)).toEqual(['alert.raised', 'alert.closed']);
  });

  it('noted looks: other words of the same trouble change its card, the same words do not', async () => {
    expect(await look(changed())).toEqual([1]);
    expect(await look(changed())).toEqual([]);
    expect(await look(changed('Somebody scaled it further.'))).toEqual([1]);
    expect(await getAlert(story.database, 1)).toMatchObject({ revision: 2, state: 'open' });
  });

  it('noted looks: an alert is closed when its environment is taken out of the project file, by whoever applied that', async () => {
    await look(changed());
    const { production, ...others } = projectFile().environments;
    if (!production) throw new Error('the test project has no production');
    await story.apply(monitoringPolicy(), { environments: { ...others, leading: { ...production, leading: true } } });
    expect(await live()).toEqual([]);
    expect(await getAlert(story.database, 1)).toMatchObject({ state: 'closed', closed: { why: 'removed' } });
    const history = await readAuditOf(story.database, 'alert/1');
    expect(history.at(-1)).toMatchObject({ action: 'alert.closed', data: { why: 'removed' } });
    // A look that was under way when it was applied.
    expect(await look(changed())).toEqual([]);
    expect(await live()).toEqual([]);
  });

  it('noted looks: an alert that somebody took or silenced is not raised again, and wakes when its silence is over', async () => {
    await look(changed());
    const decision = { alert: 1, by: 'ivo', at: at(1), key: 'one' };
    await story.database.transaction((tx) => acknowledgeAlert(tx, decision));
    await story.database.transaction((tx) => snoozeAlert(tx, { ...decision, key: 'two', until: at(3) }));
    await look(changed());
    expect(await live()).toEqual([[1, 'drifted', 'snoozed']]);
    expect(await look(changed())).toEqual([1]);
    expect(await live()).toEqual([[1, 'drifted', 'acknowledged']]);
  });

  it('noted looks: one that somebody took or silenced is open again when something else was changed, once', async () => {
    await look(changed());
    await story.database.transaction((tx) =>
      snoozeAlert(tx, { alert: 1, by: 'ivo', at: at(1), key: 'one', until: onDay(9) }),
    );
    expect(await look(changed('Somebody scaled it further.'))).toEqual([]);
    const swapped: Inspection = { ...changed(), differences: [{ about: 'image', what: 'Another image.' }] };
    expect(await look(swapped)).toEqual([1]);
    expect(await getAlert(story.database, 1)).toMatchObject({
      state: 'open',
      observed: { findings: [{ code: 'drifted_image' }] },
    });
    const history = await readAuditOf(story.database, 'alert/1');
    expect(history.map(({ action }) => action)).toContain('alert.reopened');
  });

  it('noted looks: trouble that a change does not explain has an alert beside that of the change', async () => {
    const rerouted = (): Inspection => ({ ...dead(), differences: [{ about: 'other', what: 'A port was changed.' }] });
    expect(await look(rerouted())).toEqual([1]);
    expect(await look(rerouted())).toEqual([2]);
    expect(await live()).toEqual([
      [1, 'drifted', 'open'],
      [2, 'degraded', 'open'],
    ]);
    const scaled = (): Inspection => ({ ...dead(), differences: changed().differences });
    expect([...(await look(calm()))].sort()).toEqual([1, 2]);
    expect(await live()).toEqual([]);
    await look(scaled());
    await look(scaled());
    expect((await live()).map(([, kind]) => kind)).toEqual(['drifted']);
  });

  it('noted looks: another release ends what was seen of the one before, be it of the same version', async () => {
    await look(changed());
    await story.database.query(`update servings set until = $1 where until is null`, [at(1)]);
    await story.database.query(
      `insert into releases (number, project, environment, kind, version, package_digest, modeller, requester,
         requested_at, opened_at, state, ended_at)
       select nextval('release_numbers'), project, environment, kind, version, package_digest, modeller, requester,
         requested_at, opened_at, 'serving', ended_at from releases where number = $1`,
      [release],
    );
    await story.database.query(
      `insert into servings (project, environment, release, version, package_digest, image_digest, since)
       select project, environment, (select max(number) from releases), version, package_digest, image_digest, $1
       from servings order by id desc limit 1`,
      [at(1)],
    );
    const old = { project: 'hmeq', environment: 'production', version: 'v1', release, underWay: null } as const;
    const late = { ...old, image: `sha256:${'1'.repeat(64)}` as const };
    const write = { at: at(2), found: { seen: changed() } };
    expect(await story.database.transaction((tx) => recordLook(tx, late, write))).toEqual([]);
    release += 1;
    expect(await look(calm())).toEqual([1]);
    expect(await getAlert(story.database, 1)).toMatchObject({ state: 'closed', closed: { why: 'replaced' } });
    expect(await findObservation(story.database, 'hmeq', 'production')).toMatchObject({ state: 'ok', release });
  });

  it('noted looks: a release that is carried out raises none, and its own traffic is no drift', async () => {
    await story.database.query(
      `insert into releases (number, project, environment, kind, version, package_digest, modeller, requester,
         requested_at, opened_at, state)
       select nextval('release_numbers'), project, environment, kind, version, package_digest, modeller, requester,
         requested_at, opened_at, 'approved' from releases where number = $1`,
      [release],
    );
    const [open] = await story.database.query<{ number: number }>(`select max(number) as number from releases`);
    const led = {
      ...calm(),
      traffic: open?.number ?? 0,
      differences: [{ about: 'traffic', what: 'It moved.' }],
    } as const;
    await look(led);
    expect(await findObservation(story.database, 'hmeq', 'production')).toMatchObject({ state: 'ok' });
    await look(changed());
    expect(await live()).toEqual([]);
    await story.database.query(`update releases set state = 'failed', ended_at = now() where state = 'approved'`);
    await look(changed());
    expect(await live()).toEqual([[1, 'drifted', 'open']]);
  });

  it('noted looks: a target that is away for ten minutes is told once, and once it is seen again', async () => {
    await look(calm());
    for (let count = 0; count < 10; count += 1) expect(await look('connection refused')).toEqual([]);
    expect(await look('connection refused')).toEqual([1]);
    expect(await look('connection refused')).toEqual([]);
    expect(await findObservation(story.database, 'hmeq', 'production')).toMatchObject({
      ...{ state: 'unknown', since: at(2), seenAt: at(1) },
    });
    expect(await look(calm())).toEqual([1]);
    expect(await live()).toEqual([]);
  });

  it('noted looks: leave alerts about evaluations alone, and those leave these alone', async () => {
    await look(changed());
    await story.look();
    expect(await live()).toEqual([[1, 'drifted', 'open']]);
    const evaluation = (await story.evaluations())[0]?.number ?? 0;
    await story.database.query(
      `insert into alerts (number, project, environment, version, kind, state, raised_by, raised_at)
       values (nextval('alert_numbers'), 'hmeq', 'production', 'v1', 'blind', 'open', $1, $2)`,
      [evaluation, at(0)],
    );
    await look(calm());
    expect(await live()).toEqual([[2, 'blind', 'open']]);
  });
});
