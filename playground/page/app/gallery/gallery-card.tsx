import { useState } from 'preact/hooks';
import type { GalleryCard } from '../../wire/gallery';
import { CardSurface } from '../cards/card-surface';
import type { Press } from '../cards/draw-card';

export interface Look {
  readonly themes: readonly ('light' | 'dark')[];
  readonly width: 'wide' | 'narrow';
  readonly oldPhone: boolean;
}

export function anchorOf({ group, name }: Pick<GalleryCard, 'group' | 'name'>): string {
  return `${group}-${name}`;
}

/** One kept card on each wanted ground. Its buttons ask nobody; they say what they would. */
export function GalleryEntry({ entry, look }: { readonly entry: GalleryCard; readonly look: Look }) {
  const [said, setSaid] = useState('');
  const press = ({ button, inputs }: Press): Promise<'refused'> => {
    const typed = Object.entries(inputs).map(([id, value]) => `, ${id}: “${value}”`);
    setSaid(`Here this does nothing. In a channel it asks the bot: ${button}${typed.join('')}.`);
    return Promise.resolve('refused');
  };
  const anchor = anchorOf(entry);
  return (
    <article class="gallery-card" id={anchor} aria-labelledby={`${anchor}-name`}>
      <h3 id={`${anchor}-name`}>
        <a href={`#${anchor}`}>{entry.name}</a>
      </h3>
      <div class="gallery-grounds" data-width={look.width}>
        {look.themes.map((theme) => (
          <div key={theme} class="gallery-ground" data-theme={theme}>
            <CardSurface card={entry.card} oldPhone={look.oldPhone} me="" onPress={press} />
          </div>
        ))}
      </div>
      <p class="gallery-said" role="status">
        {said}
      </p>
      {entry.twin !== '' && (
        <details class="gallery-twin">
          <summary>In plain text</summary>
          <pre>{entry.twin}</pre>
        </details>
      )}
    </article>
  );
}
