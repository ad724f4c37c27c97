import type { GalleryCard } from '../../wire/gallery';

export interface Group {
  readonly name: string;
  readonly cards: readonly GalleryCard[];
}

/** The cards whose name or words hold every word of the filter, by folder. */
export function filterCards(cards: readonly GalleryCard[], filter: string): readonly Group[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found = cards.filter(({ group, name, twin }) => {
    const text = `${group}/${name} ${twin}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = [...new Set(found.map(({ group }) => group))];
  return groups.map((name) => ({ name, cards: found.filter(({ group }) => group === name) }));
}
