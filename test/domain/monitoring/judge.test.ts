import fc from 'fast-check';
import type { JudgementAlertKind } from '../../../domain/monitoring/alert';
import type { EvaluationResult } from '../../../domain/monitoring/evaluation';
import type { EvaluationFacts } from '../../../domain/monitoring/find-state';
import { judge, type JudgeInput, type Verdict } from '../../../domain/monitoring/judge';
import { effectRules, stateRules } from '../../../domain/monitoring/rules';
import { fillSentence } from '../../../domain/reasons';
import { monitoringPolicy } from '../../support/monitoring-rows';

const policy = monitoringPolicy({ minimumEvents: 100 });

function result(change: Partial<EvaluationResult> = {}): EvaluationResult {
  return {
    ...{ rows: 1000, judged: 1000, events: 200, nonEvents: 800, unknown: 0, coverage: 1, early: 0, invalid: 0 },
    ...{ lost: 0, elsewhere: 0, taken: 0, late: 0, ks: 0.5, direction: 'higher', auc: 0.8, topTie: 0.01, shifts: [] },
    histogram: { events: [], nonEvents: [] },
    ...change,
  };
}

const closed = (change: Partial<EvaluationResult> = {}, again = false): EvaluationFacts => ({
  ...{ kind: 'window', window: 7, result: result(change), again, newest: true },
});

function decide(facts: EvaluationFacts, change: Partial<JudgeInput> = {}): Verdict {
  const history = { breaches: 0, unjudged: 0, failed: false };
  return judge({ facts, policy, history, serves: true, live: [], ...change });
}

const history = (change: Partial<JudgeInput['history']>) => ({
  history: { breaches: 0, unjudged: 0, failed: false, ...change },
});
const waiting = (waits: Extract<EvaluationFacts, { kind: 'waiting' }>['waiting']): EvaluationFacts => ({
  ...{ kind: 'waiting', waiting: waits },
});
const broke: EvaluationFacts = { kind: 'failed', why: { code: 'window_changed', details: { window: 3 } } };
const withoutKs = (change: Partial<EvaluationResult>): EvaluationFacts => {
  const whole = result(change);
  delete (whole as { ks?: number }).ks;
  return { kind: 'window', window: 7, result: whole, again: false, newest: true };
};
const at = '2040-01-01T00:00:00.000Z';

/** facts → rule, state, counted, breaches when one came before. */
const table: [string, EvaluationFacts, string, string, boolean, number][] = [
  ['a failure', broke, 'failed', 'failed', false, 1],
  ['too few rows', waiting({ for: 'rows', rows: 3, needed: 20 }), 'waits-for-rows', 'immature', false, 1],
  ['a period that runs', waiting({ for: 'period', rows: 3, at }), 'waits-for-rows', 'immature', false, 1],
  ['young rows', waiting({ for: 'maturity', rows: 20, at }), 'waits-for-maturity', 'immature', false, 1],
  [
    'unknown outcomes',
    waiting({ for: 'outcomes', rows: 20, coverage: 0.7999, needed: 0.8, at }),
    ...(['waits-for-outcomes', 'immature', false, 1] as const),
  ],
  ['1 % lost rows', closed({ rows: 990, lost: 10 }), 'ok', 'ok', true, 0],
  ['more lost rows', closed({ rows: 990, lost: 11 }), 'rows-lost', 'inconclusive', false, 1],
  ['references that were taken', closed({ taken: 500 }), 'ok', 'ok', true, 0],
  ['answers by another call', closed({ elsewhere: 5 }), 'ok', 'ok', true, 0],
  ['1 % bad scores', closed({ invalid: 10, ks: 0.5 }), 'ok', 'ok', true, 0],
  ['more bad scores', closed({ invalid: 11 }), 'scores-unusable', 'inconclusive', false, 1],
  ['coverage reached', closed({ coverage: 0.8 }), 'ok', 'ok', true, 0],
  ['coverage never reached', closed({ coverage: 0.79 }), 'outcomes-missing', 'insufficient', false, 1],
  ['events only', withoutKs({ events: 1000, nonEvents: 0 }), 'class-missing', 'insufficient', false, 1],
  ['99 events', closed({ events: 99, nonEvents: 901 }), 'events-few', 'insufficient', false, 1],
  ['99 non-events', closed({ events: 901, nonEvents: 99 }), 'events-few', 'insufficient', false, 1],
  ['100 events', closed({ events: 100, nonEvents: 900 }), 'ok', 'ok', true, 0],
  ['equal scores', closed({ ks: 0, direction: 'none', topTie: 1 }), 'scores-equal', 'breach', true, 2],
  ['no separation', closed({ ks: 0, direction: 'none', topTie: 0.5 }), 'below', 'breach', true, 2],
  ['the wrong direction', closed({ ks: 0.9, direction: 'lower' }), 'inverted', 'breach', true, 2],
  ['a little below', closed({ ks: 0.4499999 }), 'below', 'breach', true, 2],
  ['the threshold itself', closed({ ks: 0.45 }), 'close', 'warn', true, 1],
  ['within the margin', closed({ ks: 0.4699 }), 'close', 'warn', true, 1],
  ['threshold + margin', closed({ ks: 0.47 }), 'ok', 'ok', true, 0],
];

/** what follows: input → effects, alerts, next. */
const effects: [string, Verdict, string, Verdict['alerts'], Verdict['next']][] = [
  ['one breach', decide(closed({ ks: 0.3 })), '', [], 'nothing'],
  [
    'the second breach',
    decide(closed({ ks: 0.3 }), history({ breaches: 1 })),
    ...(['decay-raised people-decide', [{ kind: 'decay', step: 'raise' }], 'ask'] as const),
  ],
  [
    'a further breach',
    decide(closed({ ks: 0.3 }), { ...history({ breaches: 2 }), live: ['decay'] }),
    ...(['decay-goes-on people-decide', [{ kind: 'decay', step: 'update' }], 'ask'] as const),
  ],
  [
    'the second breach, by policy',
    decide(closed({ ks: 0.3 }), {
      ...history({ breaches: 1 }),
      retraining: { start: 'automatic', room: { may: true } },
    }),
    ...(['decay-raised retrains', [{ kind: 'decay', step: 'raise' }], 'retrain'] as const),
  ],
  [
    'the second breach, with nothing left',
    decide(closed({ ks: 0.3 }), {
      ...history({ breaches: 1 }),
      retraining: { start: 'automatic', room: { may: false, why: 'The budget is spent.' } },
    }),
    ...(['decay-raised retraining-held', [{ kind: 'decay', step: 'raise' }], 'nothing'] as const),
  ],
  ['a warning while an alert is live', decide(closed({ ks: 0.46 }), { live: ['decay'] }), '', [], 'nothing'],
  ['ok', decide(closed(), { live: ['decay'] }), 'decay-over', [{ kind: 'decay', step: 'close' }], 'nothing'],
  ['a breach of what serves no longer', decide(closed({ ks: 0.3 }), { serves: false }), 'retired', [], 'nothing'],
  ['a breach judged again', decide(closed({ ks: 0.3 }, true), history({ breaches: 5 })), 'judged-again', [], 'nothing'],
  [
    'the second window that cannot be judged',
    decide(closed({ lost: 20 }), history({ unjudged: 1 })),
    ...(['blind-raised', [{ kind: 'blind', step: 'raise' }], 'nothing'] as const),
  ],
  [
    'a further one',
    decide(closed({ coverage: 0.1 }), { ...history({ unjudged: 2 }), live: ['blind'] }),
    ...(['blind-goes-on', [{ kind: 'blind', step: 'update' }], 'nothing'] as const),
  ],
  [
    'a breach after blindness',
    decide(closed({ ks: 0.3 }), { live: ['blind'] }),
    ...(['blind-over', [{ kind: 'blind', step: 'close' }], 'nothing'] as const),
  ],
  ['the first failure', decide(broke), '', [], 'nothing'],
  [
    'the second failure',
    decide(broke, history({ failed: true })),
    ...(['failed-raised', [{ kind: 'failed', step: 'raise' }], 'nothing'] as const),
  ],
  [
    'a further failure',
    decide(broke, { ...history({ failed: true }), live: ['failed'] }),
    ...(['failed-goes-on', [{ kind: 'failed', step: 'update' }], 'nothing'] as const),
  ],
  [
    'a look that works',
    decide(waiting({ for: 'rows', rows: 1, needed: 2 }), { live: ['failed'] }),
    ...(['failed-over', [{ kind: 'failed', step: 'close' }], 'nothing'] as const),
  ],
];

describe('judge', () => {
  it.each(table)('judge: %s', (_, facts, rule, state, counted, breaches) => {
    const verdict = decide(facts, history({ breaches: 1 }));
    expect(verdict).toMatchObject({ state, counted, breaches, why: { details: { rule } } });
    expect(fillSentence(verdict.why.code, verdict.why.details)).not.toMatch(/\{\w+\}/);
  });

  it.each(effects)('judge: %s, and what follows', (_, verdict, rules, alerts, next) => {
    expect(verdict.why.details['effects'] ?? '').toBe(rules);
    expect(verdict).toMatchObject({ alerts, next });
  });

  it('judge: every rule is reached by these cases, but for those that a release or a project file reaches', () => {
    expect(new Set(table.map(([, , rule]) => rule))).toEqual(new Set(stateRules.map(({ id }) => id)));
    const reached = effects.flatMap(([, , rules]) => rules.split(' ')).filter((rule) => rule !== '');
    expect(new Set([...reached, 'replaced', 'removed'])).toEqual(new Set(effectRules.map(({ id }) => id)));
  });

  it('judge: says figures so that they lie on the side of the limit on which they are', () => {
    expect(decide(closed({ ks: 0.44999 })).why.details['ks']).toBeLessThan(0.45);
    expect(decide(closed({ ks: 0.46999999 })).why.details['ks']).toBeLessThan(0.47);
    const short = decide(waiting({ for: 'outcomes', rows: 20, coverage: 0.79999, needed: 0.8, at }));
    expect(short.why.details).toMatchObject({ coverage: 79.9, needed: 80 });
  });

  it('judge: the breach count depends on closed windows alone, whatever is evaluated again, how often and when', () => {
    const anyResult = fc.record({
      ks: fc.double({ min: 0, max: 1, noNaN: true }),
      direction: fc.constantFrom('higher' as const, 'lower' as const),
      lost: fc.constantFrom(0, 0, 1, 20),
      coverage: fc.constantFrom(1, 1, 0.5),
      events: fc.constantFrom(200, 200, 20),
    });
    const anyStep = fc.oneof(
      fc.record({ kind: fc.constant('close' as const), result: anyResult }),
      fc.record({ kind: fc.constant('again' as const), result: anyResult, newest: fc.boolean() }),
      fc.record({ kind: fc.constant('wait' as const) }),
      fc.record({ kind: fc.constant('fail' as const) }),
    );
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 40 }), (steps) => {
        const whole = play(steps);
        const closings = play(steps.filter(({ kind }) => kind === 'close'));
        expect(whole.counts).toEqual(closings.counts);
        expect(whole.decay).toEqual(closings.decay);
      }),
      { numRuns: 500 },
    );
  });
});

type Step = {
  readonly kind: 'close' | 'again' | 'wait' | 'fail';
  readonly result?: Partial<EvaluationResult>;
  readonly newest?: boolean;
};

/** Carries evaluations out as the record does: the breach counts of counted ones, and what became of the decay alert. */
function play(steps: readonly Step[]): { counts: number[]; decay: string[] } {
  const state = { breaches: 0, unjudged: 0, failed: false };
  const live = new Set<JudgementAlertKind>();
  const counts: number[] = [];
  const decay: string[] = [];
  for (const step of steps) {
    const verdict = decide(factsOf(step), { history: { ...state }, live: [...live] });
    if (verdict.counted) {
      state.breaches = verdict.breaches;
      counts.push(verdict.breaches);
    }
    state.failed = verdict.state === 'failed';
    if (step.kind === 'close') state.unjudged = verdict.counted ? 0 : state.unjudged + 1;
    for (const { kind, step: taken } of verdict.alerts) {
      if (taken === 'raise') live.add(kind);
      if (taken === 'close') live.delete(kind);
      if (kind === 'decay') decay.push(`${taken} ${counts.length}`);
    }
    expect(verdict.next === 'ask').toBe(verdict.alerts.some(({ kind, step: s }) => kind === 'decay' && s !== 'close'));
  }
  return { counts, decay };
}

function factsOf({ kind, result: change = {}, newest = true }: Step): EvaluationFacts {
  if (kind === 'fail') return broke;
  if (kind === 'wait') return waiting({ for: 'rows', rows: 1, needed: 2 });
  return { kind: 'window', window: 1, result: result(change), again: kind === 'again', newest };
}
