import { useEffect, useState } from 'preact/hooks';
import { type GalleryCard, gallerySchema } from '../../wire/gallery';
import { useTheme } from '../shell/use-theme';
import { filterCards, type Group } from './filter-cards';
import { GalleryBar, type GalleryWishes } from './gallery-bar';
import { anchorOf, GalleryEntry, type Look } from './gallery-card';
import { useGrowing } from './use-growing';

type Loaded =
  | { readonly state: 'loading' }
  | { readonly state: 'there'; readonly cards: readonly GalleryCard[] }
  | { readonly state: 'failed'; readonly why: string };

const away = 'The playground does not answer. Is npm start still running in its terminal?';

async function load(): Promise<Loaded> {
  const response = await fetch('/gallery/cards').catch(() => undefined);
  const body: unknown = await response?.json().catch(() => undefined);
  const parsed = gallerySchema.safeParse(body);
  if (parsed.success) return { state: 'there', cards: parsed.data.cards };
  const { error } = (body ?? {}) as { readonly error?: { readonly message?: string } };
  return { state: 'failed', why: error?.message ?? away };
}

/** Every card that the tests keep, in every state, as light and dark windows show it. */
export function Gallery() {
  const [loaded, setLoaded] = useState<Loaded>({ state: 'loading' });
  const [wishes, setWishes] = useState<GalleryWishes>({ filter: '', themes: 'both', width: 'wide', oldPhone: false });
  useTheme('system');
  useEffect(() => void load().then(setLoaded), []);
  const cards = loaded.state === 'there' ? loaded.cards : [];
  const ready = useGrowing(cards.length, 12);
  const groups = filterCards(cards.slice(0, ready), wishes.filter);
  const whole = cards.length > 0 && ready === cards.length;
  useEffect(() => {
    // The browser looked for the anchor before there were any cards.
    if (whole) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  }, [whole]);
  return (
    <main class="gallery">
      <GalleryBar
        wishes={wishes}
        onChange={setWishes}
        shown={groups.reduce((sum, { cards }) => sum + cards.length, 0)}
      />
      {loaded.state === 'loading' && <p class="gallery-failure">Reading the cards…</p>}
      {loaded.state === 'failed' && (
        <p class="gallery-failure" role="alert">
          {loaded.why}
        </p>
      )}
      {loaded.state === 'there' && <Groups groups={groups} wishes={wishes} whole={whole} />}
    </main>
  );
}

interface Shown {
  readonly groups: readonly Group[];
  readonly wishes: GalleryWishes;
  /** Whether all of them are there. */
  readonly whole: boolean;
}

function Groups({ groups, wishes, whole }: Shown) {
  const { width, oldPhone } = wishes;
  const look: Look = { width, oldPhone, themes: wishes.themes === 'both' ? ['light', 'dark'] : [wishes.themes] };
  return (
    <div class="gallery-groups" aria-busy={!whole}>
      {whole && groups.length === 0 && <p>No card has these words. Take some of them away.</p>}
      {groups.map(({ name, cards }) => (
        <section key={name} aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`}>{name}</h2>
          <ul class="gallery-index" aria-label={`Cards of ${name}`}>
            {cards.map((card) => (
              <li key={card.name}>
                <a href={`#${anchorOf(card)}`}>{card.name}</a>
              </li>
            ))}
          </ul>
          {cards.map((card) => (
            <GalleryEntry key={anchorOf(card)} entry={card} look={look} />
          ))}
        </section>
      ))}
    </div>
  );
}
