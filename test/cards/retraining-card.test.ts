import { renderRetrainingCard, renderRetrainingRecord } from '../../cards/retraining-card';
import { renderRetrainingMilestoneCard } from '../../cards/retraining-milestone-card';
import { isRetrainingOpen } from '../../domain/retraining/retraining';
import { checkCard } from '../../playground/connector/check-card';
import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { dana, without } from './release-fixture';
import { comparison, retrainingView } from './retraining-fixture';
import { retrainingStates } from './retraining-states';

const known = { verbs: ['cancel', 'deploy'], dataKeys: ['retraining', 'revision', 'version', 'environment'] };

function titlesOf(state: string): readonly string[] {
  const view = retrainingStates[state];
  if (!view) throw new RangeError(`no state ${state}`);
  const actions = (renderRetrainingCard(view).json['actions'] ?? []) as readonly { readonly title: string }[];
  return actions.map(({ title }) => title);
}

describe('retraining card', () => {
  const golden = goldenFolder('cards/retraining');
  const states = Object.entries(retrainingStates);

  it.each(states)('%s: says what its golden files say', (name, state) => {
    const card = renderRetrainingCard(state);
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
  });

  it.each(states.filter(([, { retraining }]) => !isRetrainingOpen(retraining.state)))(
    '%s: tells who asked below its card',
    (name, state) => {
      const card = renderRetrainingMilestoneCard(state, [dana]);
      golden.check(`${name}.reply.json`, `${JSON.stringify(card.json, null, 2)}\n`);
      golden.check(`${name}.reply.txt`, card.text);
      expect(cardFaults(card.json, known)).toEqual([]);
    },
  );

  it('registered: the full record says all of it in the open', () => {
    const card = renderRetrainingRecord(retrainingStates['registered'] ?? retrainingView());
    golden.check('record.json', `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check('record.txt', card.text);
    expect(cardFaults(card.json, { verbs: [], dataKeys: [] })).toEqual([]);
  });

  it.each(states)('%s: keeps the house rules and those of the channel', (_, state) => {
    const card = renderRetrainingCard(state);
    expect(cardFaults(card.json, known)).toEqual([]);
    expect(checkCard(card.json)).toEqual([]);
  });

  it('has no golden file that no state asks for', () => {
    golden.checkNoOthers();
  });
});

describe('retraining card: buttons', () => {
  it.each([
    ['training', ['Cancel t5', 'Details']],
    ['training-cancel-asked', ['Details']],
    ['registering', ['Details']],
    ['registered', ['Details']],
    ['registered-no-release', ['Request release', 'Details']],
    ['not-better', ['Details']],
    ['failed-training', ['Details']],
  ])('%s: offers what can be done then, and nothing else', (state, titles) => {
    expect(titlesOf(state)).toEqual(titles);
  });
});

describe('retraining card: honesty', () => {
  it('says when the comparison flatters the candidate, and when nobody knows what the champion learnt from', () => {
    const { text } = renderRetrainingCard(
      retrainingView({ state: 'registering', comparison: { ...comparison, overlap: { candidate: 312 } } }),
    );
    const line = text.replace(/\s+/g, ' ');
    expect(line).toContain('312 of 1,463 gate rows have the inputs of a row it learnt from');
    expect(line).toContain('What v3 learnt from is not known to Steward');
  });

  it('a KS that cannot be computed is never 0', () => {
    const bare = without(without(without(comparison.candidate, 'ks'), 'interval'), 'auc');
    const { text } = renderRetrainingCard(
      retrainingView({ state: 'registering', comparison: { ...comparison, candidate: bare } }),
    );
    expect(text).toContain('The candidate: no KS can be computed');
  });
});
