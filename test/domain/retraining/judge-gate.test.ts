import { type GateFacts, judgeGate } from '../../../domain/retraining/judge-gate';
import { fillSentence } from '../../../domain/reasons';

const sound: GateFacts = {
  champion: 'v4',
  championKs: 0.41,
  candidateKs: 0.52,
  candidateDirection: 'higher',
  events: 200,
  nonEvents: 900,
  difference: 0.11,
  interval: { low: 0.06, high: 0.16 },
  margin: 0.02,
  minimumEvents: 100,
};

/** What is undefined in the change is absent in the facts. */
function facts(change: { readonly [Key in keyof GateFacts]?: GateFacts[Key] | undefined }): GateFacts {
  const all = Object.entries({ ...sound, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(all) as unknown as GateFacts;
}

const table: readonly (readonly [string, Parameters<typeof facts>[0], string])[] = [
  ['better by more than the margin, surely', {}, 'gate_better'],
  ['better by exactly the margin', { margin: 0.11 }, 'gate_better'],
  [
    'better by the margin but for the rounding of fractions',
    { difference: 0.47 - 0.45, interval: { low: 0.001, high: 0.04 } },
    'gate_better',
  ],
  [
    'a margin of nothing and a difference of nothing, chance',
    { margin: 0, difference: 0, interval: { low: -0.02, high: 0.02 } },
    'gate_interval_spans_zero',
  ],
  ['exactly as many events as it takes', { events: 100, nonEvents: 100 }, 'gate_better'],
  ['one event too few', { events: 99 }, 'gate_too_few_events'],
  ['one non-event too few', { nonEvents: 99 }, 'gate_too_few_events'],
  [
    'no event at all, so nothing is defined',
    { events: 0, championKs: undefined, candidateKs: undefined, difference: undefined, interval: undefined },
    'gate_too_few_events',
  ],
  ['KS of the champion undefined', { championKs: undefined }, 'gate_undefined'],
  ['KS of the candidate undefined', { candidateKs: undefined }, 'gate_undefined'],
  ['no interval', { interval: undefined }, 'gate_undefined'],
  ['large KS, the wrong way round', { candidateDirection: 'lower' }, 'gate_candidate_inverted'],
  [
    'all scores equal',
    { candidateDirection: 'none', candidateKs: 0, difference: -0.41, interval: { low: -0.5, high: -0.3 } },
    'gate_candidate_inverted',
  ],
  ['better by less than the margin', { difference: 0.0199 }, 'gate_margin_not_reached'],
  ['worse', { difference: -0.1, interval: { low: -0.2, high: -0.05 } }, 'gate_margin_not_reached'],
  ['better by the margin, perhaps by chance', { interval: { low: -0.01, high: 0.2 } }, 'gate_interval_spans_zero'],
  ['a lower bound of exactly nothing', { interval: { low: 0, high: 0.2 } }, 'gate_interval_spans_zero'],
];

describe('judgeGate', () => {
  it.each(table)('judgeGate: %s', (_, change, code) => {
    const answer = judgeGate(facts(change));
    expect(answer).toMatchObject({ code, better: code === 'gate_better' });
    expect(fillSentence(answer.code, answer.details)).not.toMatch(/[{}]/);
  });
});
