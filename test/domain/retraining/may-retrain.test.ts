import fc from 'fast-check';
import { fillSentence } from '../../../domain/reasons';
import { mayRetrain, type RetrainingFacts } from '../../../domain/retraining/may-retrain';
import type { RetrainingPolicy } from '../../../domain/retraining/policy';

const day = 86_400_000;
const policy: RetrainingPolicy = {
  start: 'ask',
  parameters: {},
  seed: 1,
  deadlineMs: 60_000,
  windows: 3,
  margin: 0.02,
  coolDownMs: 7 * day,
  budget: { attempts: 2, withinMs: 30 * day },
};
const now = '2026-03-31T12:00:00.000Z';

function ago(days: number): string {
  return new Date(Date.parse(now) - days * day).toISOString();
}

const sound: RetrainingFacts = {
  project: 'hmeq',
  environment: 'production',
  now,
  policy,
  serving: true,
  windows: 4,
  spent: [],
};

type Case = readonly [
  name: string,
  change: Partial<RetrainingFacts>,
  code: string | undefined,
  possibleAt?: string | undefined,
];

const table: readonly Case[] = [
  ['nothing against it', {}, undefined],
  ['the project is not retrained', { policy: undefined }, 'retraining_not_configured'],
  ['one is open', { open: 5 }, 'retraining_open'],
  ['nothing serves', { serving: false }, 'retraining_nothing_serving'],
  ['no window yet', { windows: 0 }, 'retraining_no_gate'],
  ['only the window to compare on', { windows: 1 }, 'retraining_no_gate'],
  ['one window to compare on and one to learn from', { windows: 2 }, undefined],
  [
    'the last ended yesterday',
    { last: { number: 3, endedAt: ago(1) }, spent: [ago(1)] },
    'retraining_cool_down',
    ago(-6),
  ],
  [
    'the last ended just within the cool-down',
    { last: { number: 3, endedAt: ago(6.999) }, spent: [ago(8)] },
    'retraining_cool_down',
    ago(-0.001),
  ],
  ['the cool-down ends this moment', { last: { number: 3, endedAt: ago(7) }, spent: [ago(8)] }, undefined],
  [
    'two in the stretch',
    { last: { number: 4, endedAt: ago(8) }, spent: [ago(9), ago(20)] },
    'retraining_budget_spent',
    ago(-10),
  ],
  [
    'the older of two leaves the stretch this moment',
    { last: { number: 4, endedAt: ago(8) }, spent: [ago(9), ago(30)] },
    undefined,
  ],
  [
    'the second newest counts, not the oldest',
    { last: { number: 4, endedAt: ago(8) }, spent: [ago(9), ago(10), ago(29)] },
    'retraining_budget_spent',
    ago(-20),
  ],
];

describe('mayRetrain', () => {
  const cases = table.map(([name, change, code, possibleAt]) => ({ name, change, code, possibleAt }));

  it.each(cases)('mayRetrain: $name', ({ change, code, possibleAt }) => {
    const answer = mayRetrain({ ...sound, ...change });
    if (code === undefined) return expect(answer).toEqual({ may: true, policy });
    expect(answer).toMatchObject({ may: false, code, ...(possibleAt === undefined ? {} : { possibleAt }) });
    if (!answer.may) expect(fillSentence(answer.code, answer.details)).not.toMatch(/[{}]/);
  });

  it('mayRetrain: at the time that it names it is possible, and a moment before it is not', () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 * day }), { maxLength: 6 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 20 * day }), (spent, ended) => {
        const facts = {
          ...sound,
          spent: [...spent].sort((one, other) => one - other).map((ms) => ago(ms / day)),
          ...(spent.length > 0 ? { last: { number: 1, endedAt: ago(ended / day) } } : {}),
        };
        const answer = mayRetrain(facts);
        if (answer.may || answer.possibleAt === undefined) return;
        const before = new Date(Date.parse(answer.possibleAt) - 1).toISOString();
        expect(mayRetrain({ ...facts, now: before }).may).toBe(false);
        const then = mayRetrain({ ...facts, now: answer.possibleAt });
        expect(then.may || (then.possibleAt ?? '') > answer.possibleAt).toBe(true);
      }),
    );
  });
});
