import { useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar';
import { ConnectionState } from './connection-state';
import { ThemeSwitch } from './theme-switch';
import { personOf } from '../state/page-store';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { useLeave } from './use-leave';

interface TopBarOf {
  readonly isDrawerOpen: boolean;
  readonly onMenu: () => void;
}

/** What the page is, whether all behind it answers, and how it is looked at. */
export function TopBar({ isDrawerOpen, onMenu }: TopBarOf) {
  const me = usePart((state) => personOf(state, state.me));
  const [areToolsOpen, setToolsOpen] = useState(false);
  const place = useRef<HTMLElement>(null);
  useLeave(place, areToolsOpen, () => setToolsOpen(false));
  return (
    <header class="top" ref={place}>
      <button class="top-menu" aria-expanded={isDrawerOpen} aria-controls="sidebar" onClick={onMenu}>
        <Avatar name={me?.name ?? ''} small />
        <span class="unseen">People and channels. You are {me?.name}</span>
      </button>
      <img class="top-icon" src="/assets/icon.svg" alt="" />
      <h1 class="top-name">
        Steward <span>playground</span>
      </h1>
      <ConnectionState />
      <button
        class="top-more"
        aria-expanded={areToolsOpen}
        aria-controls="top-tools"
        aria-label="More"
        onClick={() => setToolsOpen(!areToolsOpen)}
      >
        …
      </button>
      <div id="top-tools" class="top-tools" data-open={areToolsOpen}>
        <p class="top-place">Plays on this machine only; nobody outside can open it.</p>
        <Tools onWelcome={() => setToolsOpen(false)} />
      </div>
    </header>
  );
}

function Tools({ onWelcome }: { readonly onWelcome: () => void }) {
  const store = useStore();
  const oldPhone = usePart((state) => state.oldPhone);
  const welcome = usePart((state) => state.welcome);
  return (
    <>
      <button
        class="tool"
        aria-pressed={welcome}
        onClick={() => {
          store.set({ welcome: !welcome, view: 'chat' });
          onWelcome();
        }}
      >
        Welcome
      </button>
      <a class="tool" href="/gallery">
        Card gallery
      </a>
      <button
        class="tool"
        aria-pressed={oldPhone}
        title="Shows cards as an old phone does, which knows none of Teams’ own elements"
        onClick={() => store.set({ oldPhone: !oldPhone })}
      >
        Old phone
      </button>
      <ThemeSwitch />
    </>
  );
}
