import type { PageState } from '../state/page-store';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';

const themes = [
  { theme: 'system', name: 'System' },
  { theme: 'light', name: 'Light' },
  { theme: 'dark', name: 'Dark' },
] as const satisfies readonly { readonly theme: PageState['theme']; readonly name: string }[];

export function ThemeSwitch() {
  const store = useStore();
  const chosen = usePart((state) => state.theme);
  return (
    <fieldset class="themes">
      <legend class="unseen">Theme</legend>
      {themes.map(({ theme, name }) => (
        <label key={theme}>
          <input type="radio" name="theme" checked={theme === chosen} onChange={() => store.set({ theme })} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
