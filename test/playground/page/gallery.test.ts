import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Refusal } from '../../../playground/connector/refusal';
import { filterCards } from '../../../playground/page/app/gallery/filter-cards';
import { createGallery } from '../../../playground/page/server/gallery';
import { gallerySchema } from '../../../playground/page/wire/gallery';

const golden = path.join(__dirname, '../../golden/cards');
const folder = mkdtempSync(path.join(tmpdir(), 'steward-gallery-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('gallery', () => {
  const cards = createGallery(golden).read();

  it('gallery: every kept card is there with its words', () => {
    expect(gallerySchema.parse({ cards }).cards).toEqual(cards);
    expect(new Set(cards.map(({ group }) => group))).toEqual(
      new Set(['alert', 'answers', 'images', 'observation', 'outcomes', 'release', 'retraining']),
    );
    expect(cards.filter(({ twin }) => twin === '').map(({ name }) => name)).toEqual([]);
    expect(cards.find(({ group, name }) => group === 'release' && name === 'waiting')?.twin).toContain(
      'Waiting for approval',
    );
  });

  it('gallery: a card that is written while it runs is there at the next look', () => {
    mkdirSync(path.join(folder, 'new'));
    const gallery = createGallery(folder);
    expect(gallery.read()).toEqual([]);
    writeFileSync(path.join(folder, 'new/one.json'), '{"type":"AdaptiveCard"}');
    expect(gallery.read()).toEqual([{ group: 'new', name: 'one', card: { type: 'AdaptiveCard' }, twin: '' }]);
  });

  it('gallery: without the sources it says where to find them', () => {
    const read = (): unknown => createGallery(path.join(folder, 'nowhere')).read();
    expect(read).toThrow(Refusal);
    expect(read).toThrow(/git clone, npm ci, npm start/);
  });

  it('filterCards: the cards that have every word, in the order of their folders', () => {
    const found = filterCards(cards, 'RELEASE/waiting  approval');
    expect(found.map(({ name }) => name)).toEqual(['release']);
    expect(found[0]?.cards.length).toBeGreaterThan(3);
    expect(filterCards(cards, '').flatMap((group) => group.cards)).toHaveLength(cards.length);
    expect(filterCards(cards, 'zebra')).toEqual([]);
  });
});
