import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { answers } from './answer-fixture';

describe('answer cards', () => {
  const golden = goldenFolder('cards/answers');
  const cards = Object.entries(answers);

  it.each(cards)('%s: says what its golden files say', (name, card) => {
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
  });

  it('has no golden file that no answer asks for', () => {
    golden.checkNoOthers();
  });

  it.each(cards)('%s: keeps the house rules', (_, card) => {
    expect(cardFaults(card.json, { verbs: [], dataKeys: [] })).toEqual([]);
  });
});
