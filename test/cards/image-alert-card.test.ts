import { alertMilestoneOf, renderImageMilestoneCard } from '../../cards/alert-milestone-card';
import { renderImageAlertCard } from '../../cards/image-alert-card';
import type { ImageAlertView } from '../../cards/monitoring/view';
import type { Digest } from '../../domain/digest';
import type { CheckedImage } from '../../domain/images/kept-image';
import type { ImageAlert } from '../../domain/monitoring/alert';
import { checkCard } from '../../playground/connector/check-card';
import { cardFaults } from '../support/card-rules';
import { goldenFolder } from '../support/golden';
import { ana, eva, people } from './release-fixture';

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const at = '2026-11-24T08:00:00.000Z';
const lost = (release: number, letter: string, parts: CheckedImage['lost'], serves = false): CheckedImage => ({
  ...{ release, version: `v${release}`, image: digest(letter), serves, lost: parts },
});
const serving = lost(12, 'd', [{ part: 'manifest', digest: digest('d') }], true);
const earlier = lost(11, 'c', [
  { part: 'config', digest: digest('1') },
  { part: 'layer', digest: digest('2') },
]);
const alert = (changes: Partial<ImageAlert> = {}): ImageAlert => ({
  ...{ number: 9, project: 'hmeq', environment: 'production', version: 'v12', kind: 'image_missing', state: 'open' },
  ...{ revision: 1, raisedAt: '2026-11-24T07:26:00.000Z', images: [serving, earlier] },
  ...changes,
});

const alerts: Readonly<Record<string, ImageAlert>> = {
  open: alert(),
  earlier: alert({ images: [earlier, lost(10, 'b', [{ part: 'tag', digest: digest('b') }])] }),
  acknowledged: alert({ state: 'acknowledged', acknowledged: { by: ana, at }, revision: 2 }),
  'there-again': alert({ state: 'closed', closed: { at, why: 'recovered' }, revision: 2 }),
};

const known = { verbs: ['acknowledge', 'snooze'], dataKeys: ['alert', 'revision'] };
const viewOf = (shown: ImageAlert): ImageAlertView => ({
  alert: shown,
  title: 'hmeq',
  people: { ...people, [ana]: 'Ana Lee' },
});

describe('the card of an alert about lost images', () => {
  const golden = goldenFolder('cards/images');
  const states = Object.entries(alerts);

  it.each(states)('%s: says what its golden files say, and keeps the rules of cards', (name, shown) => {
    const card = renderImageAlertCard(viewOf(shown));
    golden.check(`${name}.json`, `${JSON.stringify(card.json, null, 2)}\n`);
    golden.check(`${name}.txt`, card.text);
    expect(cardFaults(card.json, known)).toEqual([]);
    expect(checkCard(card.json)).toEqual([]);
  });

  it.each(states)('%s: calls those who can act below its card', (name, shown) => {
    const milestone = alertMilestoneOf(shown);
    if (!milestone) return;
    const card = renderImageMilestoneCard(viewOf(shown), milestone, [ana, eva]);
    golden.check(`${name}.reply.txt`, card.text);
    expect(cardFaults(card.json, known)).toEqual([]);
  });

  it('texts of any length and sort do not break it', () => {
    const text = '`*[x](y)<at>'.repeat(400);
    const images = Array.from({ length: 5 }, (_, index) => ({
      ...lost(index + 1, 'c', earlier.lost, index === 0),
      version: text,
    }));
    const card = renderImageAlertCard(viewOf(alert({ environment: text, version: text, images })));
    expect(cardFaults(card.json, known)).toEqual([]);
    expect(checkCard(card.json)).toEqual([]);
    expect(JSON.stringify(card.json).length).toBeLessThan(28_000);
  });

  it('has no golden file that no state asks for', () => {
    golden.checkNoOthers();
  });
});
