import { renderReleaseCard } from '../../cards/release-card';
import { cardVerbs } from '../../cards/verbs';
import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { releaseStates } from './release-states';

const known = { verbs: cardVerbs, dataKeys: ['release', 'revision', 'shown'] };

describe('release card', () => {
  const golden = goldenFolder('cards/release');
  const states = Object.entries(releaseStates);

  it.each(states)('%s: says what its golden files say', (name, state) => {
    const card = renderReleaseCard(state);
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
  });

  it('has no golden file that no state asks for', () => {
    golden.checkNoOthers();
  });

  it.each(states)('%s: keeps the house rules', (_, state) => {
    expect(cardFaults(renderReleaseCard(state).json, known)).toEqual([]);
  });
});
