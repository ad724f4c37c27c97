import { renderDecidedCard } from '../../cards/decided-card';
import { milestoneOf, renderMilestoneCard } from '../../cards/milestone-card';
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

  it.each(states)('%s: calls those who must act below its card', (name, state) => {
    const milestone = milestoneOf(state);
    if (!milestone) return;
    const card = renderMilestoneCard(state, milestone);
    golden.check(`${name}.reply.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.reply.txt`, card.text);
    expect(cardFaults(card.json, known)).toEqual([]);
  });

  it.each(states)('%s: keeps the house rules', (_, state) => {
    expect(cardFaults(renderReleaseCard(state).json, known)).toEqual([]);
  });

  it.each([
    ['approved-push', 'r17 was approved by Ana Lee.'],
    ['serving', 'r17 was approved by Ana Lee.'],
    ['rejected', 'r17 was rejected by Ana Lee.'],
    ['expired', 'r17 waits for no decision any more: Expired without a decision.'],
    ['cancelled', 'r17 waits for no decision any more: Cancelled.'],
    ['superseded', 'r17 waits for no decision any more: Superseded by r18.'],
    ['waiting', 'r17 was asked for anew.'],
  ])('%s: what asked for a decision says what became of it', (name, words) => {
    const state = releaseStates[name];
    const card = state && renderDecidedCard(state);
    expect(card?.text).toContain(words);
    expect(card && cardFaults(card.json, known)).toEqual([]);
  });

  it('has no golden file that no state asks for', () => {
    golden.checkNoOthers();
  });
});
