import type { GatewayCount, Inspection } from '../../../domain/observation/inspection';
import { judgeLook } from '../../../domain/observation/judge-look';
import type { EnvironmentObservation } from '../../../domain/observation/observation';
import { observationRules } from '../../../domain/observation/rules';
import { sameFindings } from '../../../domain/observation/same-findings';
import { stepAlerts } from '../../../domain/observation/step-alerts';
import type { ObservationAlertKind } from '../../../domain/monitoring/alert';

const calm: Inspection = { image: 'x', traffic: 17, ready: 2, wanted: 2, restarts: 0, gateways: [], differences: [] };
const fewer: Inspection = { ...calm, ready: 1, trouble: '1 of 2 Pods are ready' };
const swapped: Inspection = {
  ...calm,
  differences: [
    { about: 'image', what: 'It runs another image.', by: { name: 'kubectl', at: '2026-11-26T10:03:09Z' } },
  ],
};
const led = (traffic: number): Inspection => ({
  ...calm,
  traffic,
  differences: [{ about: 'traffic', what: `It leads to r${traffic}.` }],
});
const away = 'connection refused';

const recorded = { project: 'hmeq', environment: 'production', release: 17, version: 'v4' };
const minute = (count: number) => new Date(Date.parse('2026-11-26T10:00:00Z') + count * 60_000).toISOString();

/** One look a minute; a text is why the target could not be asked. */
function looks(sights: readonly (Inspection | string)[], underWay?: number): EnvironmentObservation[] {
  const all: EnvironmentObservation[] = [];
  for (const [at, sight] of sights.entries()) {
    const previous = all.at(-1);
    all.push(
      judgeLook({
        recorded,
        at: minute(at),
        found: typeof sight === 'string' ? { away: sight } : { seen: sight },
        ...(previous && { previous }),
        ...(underWay !== undefined && { underWay }),
      }),
    );
  }
  return all;
}

const states = (sights: readonly (Inspection | string)[], underWay?: number) =>
  looks(sights, underWay).map(({ state }) => state);
const restarted = (restarts: number): Inspection => ({ ...calm, restarts });
const answering = (...gateways: [name: string, answers: number, errors: number][]): Inspection => ({
  ...calm,
  gateways: gateways.map(([name, answers, errors]): GatewayCount => ({ name, answers, errors })),
});

describe('a look at what serves', () => {
  it.each([
    ['all is as it was released', [calm, calm], ['ok', 'ok']],
    ['fewer are ready once', [calm, fewer, calm], ['ok', 'ok', 'ok']],
    ['fewer are ready twice in a row', [calm, fewer, fewer], ['ok', 'ok', 'degraded']],
    ['it recovers: one calm look ends nothing', [fewer, fewer, calm, calm], ['ok', 'degraded', 'degraded', 'ok']],
    ['it flaps while it is degraded', [fewer, fewer, calm, fewer], ['ok', 'degraded', 'degraded', 'degraded']],
    ['one restart', [restarted(3), restarted(4), restarted(4)], ['ok', 'ok', 'ok']],
    ['restarts at two looks in a row', [restarted(3), restarted(4), restarted(5)], ['ok', 'ok', 'degraded']],
    ['a restart, then fewer are ready', [calm, restarted(1), { ...fewer, restarts: 1 }], ['ok', 'ok', 'degraded']],
    ['somebody changed it', [calm, swapped, calm], ['ok', 'drifted', 'ok']],
    ['somebody changed it and it does not come up', [calm, { ...swapped, ready: 0 }], ['ok', 'drifted']],
    ['what was changed is undone while it is not ready', [swapped, fewer, fewer], ['drifted', 'ok', 'degraded']],
    ['the target is away', [calm, away, calm], ['ok', 'unknown', 'ok']],
    ['the target is away between two troubled looks', [fewer, away, fewer], ['ok', 'unknown', 'degraded']],
  ] as const)('a look: %s', (_, sights, expected) => {
    expect(states(sights)).toEqual(expected);
  });

  it('a look: traffic that goes to the release under way is no drift, and to any other one is', () => {
    expect(states([led(18)], 18)).toEqual(['ok']);
    expect(states([led(9)], 18)).toEqual(['drifted']);
    expect(states([led(18)])).toEqual(['drifted']);
  });

  it.each([
    ['4 of 100', [100, 4], [200, 8], 'ok'],
    ['5 of 100', [100, 5], [200, 10], 'degraded'],
    ['all of 19, which says nothing', [19, 19], [38, 38], 'ok'],
    ['all of 20', [20, 20], [40, 40], 'degraded'],
  ] as const)('a look: %s answers are errors, twice', (_, one, two, state) => {
    expect(states([answering(['a', 0, 0]), answering(['a', ...one]), answering(['a', ...two])]).at(-1)).toBe(state);
  });

  it('a look: counts what each gateway answered since the look before, also one that begins anew', () => {
    const [, second, third] = looks([
      answering(['a', 100, 7], ['b', 50, 0]),
      answering(['a', 130, 8], ['b', 10, 1]),
      answering(['a', 131, 8], ['c', 4, 0]),
    ]);
    expect(second?.answered).toEqual({ answers: 40, errors: 2 });
    expect(third?.answered).toEqual({ answers: 5, errors: 0 });
  });

  it('a look: keeps what was seen last while nothing can be seen, and since when that is', () => {
    const [, , third] = looks([calm, away, away]);
    expect(third).toMatchObject({
      state: 'unknown',
      since: minute(1),
      askedAt: minute(2),
      seenAt: minute(0),
      seen: calm,
    });
    expect(third?.findings).toMatchObject([{ code: 'observation_away', details: { why: away } }]);
  });

  it('a look: what was seen of another release counts for nothing', () => {
    const [, previous] = looks([fewer, fewer]);
    const next = judgeLook({
      recorded: { ...recorded, release: 18 },
      at: minute(2),
      found: { seen: { ...fewer, traffic: 18 } },
      ...(previous && { previous }),
    });
    expect(next).toMatchObject({ state: 'ok', since: minute(2), release: 18 });
  });

  it('a look: says what differs and who wrote it', () => {
    expect(looks([swapped])[0]?.findings).toMatchObject([
      {
        code: 'drifted_image',
        details: { what: 'It runs another image. Last written by kubectl at 2026-11-26 10:03 UTC.' },
      },
    ]);
  });

  it('a look: the same trouble with other counts says the same', () => {
    const [, one, two] = looks([restarted(1), restarted(2), restarted(5)]);
    const three = looks([fewer, fewer])[1];
    expect([one, two, three].map((other) => other && two && sameFindings(two, other))).toEqual([false, true, false]);
  });
});

describe('alerts about what is seen', () => {
  const steps = (sights: readonly (Inspection | string)[], live: readonly ObservationAlertKind[], held = false) => {
    const [before, observation] = [looks(sights).at(-2), looks(sights).at(-1)];
    const circumstances = { live, held, troubledBefore: before?.troubled ?? false };
    return observation && stepAlerts(observation, circumstances).map(({ kind, step }) => `${step} ${kind}`);
  };
  const gone = Array.from({ length: 11 }, () => away);

  it.each([
    ['degraded', [fewer, fewer], [], ['raise degraded']],
    ['degraded still', [fewer, fewer], ['degraded'], ['update degraded']],
    ['drifted', [swapped], [], ['raise drifted']],
    ['what was degraded is drifted, too', [{ ...swapped, ready: 0 }], ['degraded'], ['raise drifted']],
    ['drifted, and troubled for two looks', [fewer, { ...swapped, ready: 0 }], [], ['raise drifted', 'raise degraded']],
    ['drifted, and works', [swapped], ['degraded', 'unseen'], ['raise drifted', 'close degraded', 'close unseen']],
    ['only degraded any more', [fewer, fewer], ['drifted'], ['raise degraded', 'close drifted']],
    ['well again', [calm], ['degraded', 'drifted', 'unseen'], ['close degraded', 'close drifted', 'close unseen']],
    ['not seen for a while', gone.slice(1), ['degraded'], []],
    ['not seen for ten minutes', gone, ['degraded'], ['raise unseen']],
  ] as const)('alerts of a look: %s', (_, sights, live, expected) => {
    expect(steps(sights, live)).toEqual(expected);
  });

  it('alerts of a look: none is raised while a release is carried out, and those that are over close', () => {
    expect(steps([swapped], [], true)).toEqual([]);
    expect(steps([calm], ['degraded'], true)).toEqual(['close degraded']);
  });

  it('the table of rules names every state that a look can end in', () => {
    expect(new Set(observationRules.map(({ state }) => state))).toEqual(
      new Set(['ok', 'degraded', 'drifted', 'unknown']),
    );
  });
});
