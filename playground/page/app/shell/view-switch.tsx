import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';

const views = [
  { view: 'chat', name: 'Chat' },
  { view: 'model', name: 'Model' },
  { view: 'world', name: 'World' },
] as const;

/** What a narrow window shows; a wide one shows all three at once and not this. */
export function ViewSwitch() {
  const store = useStore();
  const shown = usePart((state) => state.view);
  return (
    <nav class="view-switch" aria-label="What to show">
      {views.map(({ view, name }) => (
        <button key={view} aria-current={view === shown ? 'page' : undefined} onClick={() => store.set({ view })}>
          {name}
        </button>
      ))}
    </nav>
  );
}
