import { classifyOutcome, clockToleranceMs, type ReferenceFacts } from '../../../domain/outcomes/classify';

const scoredAt = '2026-03-01T09:00:00.000Z';
const observedAt = '2026-06-01T00:00:00.000Z';
const now = '2026-06-02T00:00:00.000Z';
const scored: ReferenceFacts = { firstScoredAt: scoredAt };
const knownGood: ReferenceFacts = { ...scored, known: { value: '0', observedAt } };
/** Delivered before its row was scored, and observed before that too. */
const knownEarly: ReferenceFacts = { ...scored, known: { value: '0', observedAt: '2026-02-01T00:00:00.000Z' } };

function shifted(time: string, ms: number): string {
  return new Date(Date.parse(time) + ms).toISOString();
}

const table = [
  ['the first outcome of a scored row', '1', observedAt, scored, false, 'accepted'],
  ['the outcome of a reference without a row', '1', observedAt, {}, false, 'unmatched'],
  ['the same value again', '0', observedAt, knownGood, false, 'repeated'],
  ['the same number, written differently', ' 0.0', observedAt, knownGood, false, 'repeated'],
  ['the same value again, as a correction', '0', observedAt, knownGood, true, 'repeated'],
  ['the same value with a time of the future', '0', '2027-01-01T00:00:00.000Z', knownGood, false, 'repeated'],
  ['another value', '1', observedAt, knownGood, false, 'contradicting'],
  ['another value as a correction', '1', observedAt, knownGood, true, 'corrected'],
  [
    'another value of a reference without a row',
    '1',
    observedAt,
    { known: { value: '0', observedAt } },
    true,
    'corrected',
  ],
  ['an outcome from before the score', '1', shifted(scoredAt, -1), scored, false, 'early'],
  ['an outcome of the very moment of the score', '1', scoredAt, scored, false, 'accepted'],
  ['a correction from before the score', '1', shifted(scoredAt, -1), knownGood, true, 'early'],
  ['an outcome at the edge of clock tolerance', '1', shifted(now, clockToleranceMs), scored, false, 'accepted'],
  ['an outcome of the future', '1', shifted(now, clockToleranceMs + 1), scored, false, 'future'],
  ['an outcome of the future without a row', '1', shifted(now, clockToleranceMs + 1), {}, false, 'future'],
  ['another value than one from before the score', '1', observedAt, knownEarly, false, 'accepted'],
  ['the same value as one from before the score', '0', observedAt, knownEarly, false, 'accepted'],
] as const;

describe('classifyOutcome', () => {
  it.each(table)('classifyOutcome: %s', (_, value, at, facts, correct, fate) => {
    expect(classifyOutcome({ reference: 'A1', value, observedAt: at }, facts, { correct, now })).toBe(fate);
  });
});
