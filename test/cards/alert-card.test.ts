import { renderAlertCard } from '../../cards/alert-card';
import { alertMilestoneOf, renderAlertMilestoneCard } from '../../cards/alert-milestone-card';
import { reasonInputs } from '../../cards/verbs';
import { checkCard } from '../../playground/connector/check-card';
import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { alertStates } from './alert-states';
import { alertView, breach, monitoring, result, trend } from './monitoring-fixture';
import { ana, eva } from './release-fixture';

const known = { verbs: ['retrain', 'acknowledge', 'snooze'], dataKeys: ['alert', 'revision'] };

type Action = {
  readonly title: string;
  readonly verb?: string;
  readonly card?: { readonly actions: readonly Action[] };
};

function titlesOf(state: string): readonly string[] {
  const view = alertStates[state];
  if (!view) throw new RangeError(`no state ${state}`);
  return ((renderAlertCard(view).json['actions'] ?? []) as readonly Action[]).map(({ title }) => title);
}

describe('alert card', () => {
  const golden = goldenFolder('cards/alert');
  const states = Object.entries(alertStates);

  it.each(states)('%s: says what its golden files say', (name, state) => {
    const card = renderAlertCard(state);
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
  });

  it.each(states)('%s: calls those who can act below its card', (name, state) => {
    const milestone = alertMilestoneOf(state.alert);
    if (!milestone) return;
    const card = renderAlertMilestoneCard(state, milestone, [ana, eva]);
    golden.check(`${name}.reply.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.reply.txt`, card.text);
    expect(cardFaults(card.json, known)).toEqual([]);
  });

  it.each(states)('%s: keeps the house rules and those of the channel', (_, state) => {
    const card = renderAlertCard(state);
    expect(cardFaults(card.json, known)).toEqual([]);
    expect(checkCard(card.json)).toEqual([]);
  });

  it('has no golden file that no state asks for', () => {
    golden.checkNoOthers();
  });
});

describe('alert card: buttons', () => {
  it.each([
    ['open', ['Retrain…', 'Acknowledge', 'Snooze…', 'Details']],
    ['acknowledged', ['Retrain…', 'Snooze…', 'Details']],
    ['snoozed', ['Retrain…', 'Acknowledge', 'Details']],
    ['open-held', ['Acknowledge', 'Snooze…', 'Details']],
    ['open-retraining', ['Acknowledge', 'Snooze…', 'Details']],
    ['blind', ['Acknowledge', 'Snooze…', 'Details']],
    ['recovered', ['Details']],
  ])('%s: offers what can be done then, and nothing else', (state, titles) => {
    expect(titlesOf(state)).toEqual(titles);
  });

  it('each reason has an input of its own', () => {
    const json = JSON.stringify(renderAlertCard(alertView()).json);
    for (const id of [reasonInputs.snooze, reasonInputs.retrain]) expect(json.split(`"id":"${id}"`)).toHaveLength(2);
  });
});

describe('alert card: figures', () => {
  it('a KS just below what was agreed never reads like it', () => {
    const view = alertView({ evaluation: { ...breach, result: { ...result, ks: 0.4499999 } } });
    expect(renderAlertCard(view).text).toContain('is 0.4499999, agreed is at least 0.45');
  });

  it('the chart holds the last twelve windows against a constant line, and the words hold the same', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({
      ...breach,
      window: { ...(breach.window ?? trend[0]!.window!), number: index + 1 },
    }));
    const { json, text } = renderAlertCard(alertView({ trend: many }));
    const chart = (
      json['body'] as readonly { type: string; data?: readonly { values: { x: number; y: number }[] }[] }[]
    ).find(({ type }) => type === 'Chart.Line')?.data;
    expect(chart?.[0]?.values.map(({ x }) => x)).toEqual([9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    expect(chart?.[1]?.values.every(({ y }) => y === monitoring.threshold)).toBe(true);
    expect(text).toContain('Window 9,');
    expect(text).not.toContain('Window 8,');
  });

  it('shifts are said to decide nothing', () => {
    expect(renderAlertCard(alertView()).text).toContain('What moved (for information, it decides nothing)');
  });
});
