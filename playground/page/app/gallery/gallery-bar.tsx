export interface GalleryWishes {
  readonly filter: string;
  readonly themes: 'both' | 'light' | 'dark';
  readonly width: 'wide' | 'narrow';
  readonly oldPhone: boolean;
}

interface Bar {
  readonly wishes: GalleryWishes;
  readonly onChange: (wishes: GalleryWishes) => void;
  readonly shown: number;
}

/** What to show of the gallery, and how. */
export function GalleryBar({ wishes, onChange, shown }: Bar) {
  const change = (part: Partial<GalleryWishes>): void => onChange({ ...wishes, ...part });
  return (
    <header class="gallery-top">
      <h1>Cards of Steward</h1>
      <p>
        Every card in every state, from the files that the tests keep (test/golden/cards). Buttons ask nobody here.{' '}
        <a href="/">To the playground</a>
      </p>
      <label>
        Filter
        <input type="search" value={wishes.filter} onInput={(event) => change({ filter: event.currentTarget.value })} />
      </label>
      <label>
        Themes
        <select
          value={wishes.themes}
          onChange={(event) => change({ themes: event.currentTarget.value as GalleryWishes['themes'] })}
        >
          <option value="both">light and dark</option>
          <option value="light">light</option>
          <option value="dark">dark</option>
        </select>
      </label>
      <label>
        Width
        <select
          value={wishes.width}
          onChange={(event) => change({ width: event.currentTarget.value as GalleryWishes['width'] })}
        >
          <option value="wide">wide (720)</option>
          <option value="narrow">narrow (340)</option>
        </select>
      </label>
      <label>
        <input
          type="checkbox"
          checked={wishes.oldPhone}
          onChange={(event) => change({ oldPhone: event.currentTarget.checked })}
        />
        As an old phone shows them
      </label>
      <span role="status">{shown} cards</span>
    </header>
  );
}
