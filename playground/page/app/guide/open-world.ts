import type { PageStore } from '../state/page-store';

/** Brings the visitor to the world outside, and to what comes next in it. */
export function openWorld(store: PageStore): void {
  store.set({ view: 'world', isWorldOpen: true });
  requestAnimationFrame(() => {
    const next = document.querySelector<HTMLElement>('.outside [data-next="true"]');
    (next ?? document.querySelector<HTMLElement>('.outside h2 button'))?.focus();
  });
}
