import { useEffect } from 'preact/hooks';
import type { PageState } from '../state/page-store';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Writes the wanted theme where the style sheet reads it; `system` follows the machine, also when it changes. */
export function useTheme(theme: PageState['theme']): void {
  useEffect(() => {
    const apply = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
