import { alertMilestoneOf, renderObservationMilestoneCard } from '../../cards/alert-milestone-card';
import type { ObservationAlertView } from '../../cards/monitoring/view';
import { renderObservationAlertCard } from '../../cards/observation-alert-card';
import { type ObservationAlert, observationAlertKinds } from '../../domain/monitoring/alert';
import { checkCard } from '../../playground/connector/check-card';
import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { observationAlert, observations } from './observation-fixture';
import { ana, eva, people } from './release-fixture';

const { degraded, drifted, gone, unseen } = observations;
const acknowledged = { by: ana, at: '2026-11-24T07:26:00.000Z' };
const at = '2026-11-24T08:00:00.000Z';
const recovered = { state: 'closed', revision: 3, closed: { at, why: 'recovered' } } as const;

const alerts: Readonly<Record<string, ObservationAlert>> = {
  degraded: observationAlert('degraded', degraded),
  drifted: observationAlert('drifted', drifted),
  gone: observationAlert('drifted', gone),
  unseen: observationAlert('unseen', unseen),
  acknowledged: observationAlert('degraded', degraded, { state: 'acknowledged', acknowledged, revision: 2 }),
  'works-again': observationAlert('degraded', degraded, { ...recovered, acknowledged }),
  'as-released-again': observationAlert('drifted', gone, recovered),
  'seen-again': observationAlert('unseen', unseen, recovered),
  removed: observationAlert('drifted', drifted, { state: 'closed', closed: { at, why: 'removed' } }),
  replaced: observationAlert('drifted', drifted, {
    ...{ state: 'closed', revision: 2 },
    closed: { at, why: 'replaced', by: 'v4', since: at },
  }),
};

const known = { verbs: ['acknowledge', 'snooze'], dataKeys: ['alert', 'revision'] };
const viewOf = (alert: ObservationAlert): ObservationAlertView => ({
  alert,
  title: 'hmeq',
  people: { ...people, [ana]: 'Ana Lee' },
});

describe('the card of an alert about what is seen', () => {
  const golden = goldenFolder('cards/observation');
  const states = Object.entries(alerts);

  it.each(states)('%s: says what its golden files say, and keeps the rules of cards', (name, alert) => {
    const card = renderObservationAlertCard(viewOf(alert));
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
    expect(cardFaults(card.json, known)).toEqual([]);
    expect(checkCard(card.json)).toEqual([]);
  });

  it.each(states)('%s: calls those who can act below its card', (name, alert) => {
    const milestone = alertMilestoneOf(alert);
    if (!milestone) return;
    const card = renderObservationMilestoneCard(viewOf(alert), milestone, [ana, eva]);
    golden.check(`${name}.reply.txt`, card.text);
    expect(cardFaults(card.json, known)).toEqual([]);
  });

  it.each(observationAlertKinds)('%s: texts of any length and sort do not break it', (kind) => {
    const text = '`*[x](y)<at>'.repeat(400);
    const [finding] = drifted.findings;
    const many = Array.from({ length: 40 }, () => ({ ...finding!, details: { what: text, version: text } }));
    const alert = observationAlert(kind, { ...drifted, findings: many, seen: { ...drifted.seen, image: text } });
    const card = renderObservationAlertCard(viewOf({ ...alert, environment: text, version: text }));
    expect(cardFaults(card.json, known)).toEqual([]);
    expect(checkCard(card.json)).toEqual([]);
    expect(JSON.stringify(card.json).length).toBeLessThan(28_000);
  });

  it('has no golden file that no state asks for', () => {
    golden.checkNoOthers();
  });
});
