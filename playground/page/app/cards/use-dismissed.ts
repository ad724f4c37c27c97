import { useState } from 'preact/hooks';

const storageKey = 'steward-playground-dismissed';

function recall(): readonly string[] {
  const saved: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '[]');
  return Array.isArray(saved) ? saved.filter((key) => typeof key === 'string') : [];
}

/** Whether something was dismissed in this window, and a way to do so; kept while the window goes elsewhere and back. */
export function useDismissed(key: string | undefined): readonly [boolean, () => void] {
  const [mine, setMine] = useState<string | undefined>();
  const dismissed = key !== undefined && (mine === key || recall().includes(key));
  const dismiss = (): void => {
    if (key === undefined) return;
    sessionStorage.setItem(storageKey, JSON.stringify([...recall(), key].slice(-100)));
    setMine(key);
  };
  return [dismissed, dismiss];
}
