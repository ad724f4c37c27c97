import { type OutcomesView, renderOutcomesCard } from '../../cards/outcomes-card';
import type { ImportSummary } from '../../domain/outcomes/import';
import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { dana, people } from './release-fixture';

const scored = { from: '2026-08-01T06:12:00.000Z', to: '2026-08-31T20:40:11.000Z' };

const none: ImportSummary = {
  rows: 0,
  accepted: 0,
  events: 0,
  unmatched: 0,
  repeated: 0,
  corrected: 0,
  contradicting: 0,
  early: 0,
  future: 0,
  examples: {},
};
const clean: ImportSummary = { ...none, rows: 1_490, accepted: 1_490, events: 290, scored };

function view(summary: ImportSummary, change: Partial<OutcomesView> = {}): OutcomesView {
  return {
    title: 'hmeq',
    import: {
      id: 12,
      project: 'hmeq',
      source: 'outcomes_2026_08.csv',
      importedBy: { kind: 'person', objectId: dana },
      importedAt: '2026-11-23T18:09:11.000Z',
      summary,
    },
    outcome: { name: 'BAD', event: '1' },
    known: [{ environment: 'production', rows: 1_500, known: 1_490 }],
    judged: ['production'],
    closedBefore: false,
    people,
    ...change,
  };
}

const views: Readonly<Record<string, OutcomesView>> = {
  clean: view(clean),
  mixed: view({
    ...clean,
    rows: 1_520,
    accepted: 1_400,
    corrected: 1,
    unmatched: 12,
    repeated: 70,
    contradicting: 3,
    early: 1,
    future: 2,
    empty: 31,
    examples: { contradicting: ['A-1017'], early: ['A-2'], future: ['A-3'], unmatched: ['B-1'] },
  }),
  corrections: view({ ...none, rows: 2, corrected: 2, scored }, { closedBefore: true }),
  unknown: view({ ...none, rows: 100_000, unmatched: 100_000 }, { known: [] }),
  'not-judged': view({ ...clean, rows: 1, accepted: 1, events: 1 }, { judged: [] }),
};

describe('the card of an import of outcomes', () => {
  const golden = goldenFolder('cards/outcomes');
  const cards = Object.entries(views).map(([name, one]) => [name, renderOutcomesCard(one)] as const);

  it.each(cards)('%s: says what its golden files say', (name, card) => {
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
  });

  it('has no golden file that nothing asks for', () => {
    golden.checkNoOthers();
  });

  it.each(cards)('%s: keeps the house rules and names no reference', (_, card) => {
    expect(cardFaults(card.json, { verbs: [], dataKeys: [] })).toEqual([]);
    expect(card.text).not.toContain('A-1017');
  });

  it.each(['\u{1f9ea}', '*', '"', '<at>', '\u202e', '{{DATE(2026-01-01)}}'])(
    'stays sound and below 24 KB with 20,000 times %j everywhere',
    (piece) => {
      const text = piece.repeat(20_000);
      const many = Array.from({ length: 60 }, () => text);
      const hostile = view(
        { ...clean, examples: { unmatched: many } },
        {
          title: text,
          outcome: { name: text, event: text },
          known: many.map((environment) => ({ environment, rows: 1, known: 1 })),
          judged: many,
          people: { [dana]: text },
        },
      );
      const card = renderOutcomesCard({ ...hostile, import: { ...hostile.import, source: text } });
      expect(cardFaults(card.json, { verbs: [], dataKeys: [] })).toEqual([]);
    },
  );
});
