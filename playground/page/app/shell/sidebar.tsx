import { useEffect, useRef } from 'preact/hooks';
import { ConversationList } from './conversation-list';
import { WhoAmI } from './who-am-i';

interface SidebarOf {
  /** In a narrow window, where it lies above the rest until it is closed. */
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Who the visitor plays, and where they are. */
export function Sidebar({ isOpen, onClose }: SidebarOf) {
  const place = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (isOpen) {
      opener.current = document.activeElement;
      place.current?.querySelector<HTMLElement>('input:checked')?.focus();
    } else if (opener.current instanceof HTMLElement) opener.current.focus();
  }, [isOpen]);
  return (
    <>
      {isOpen && <div class="drawer-shade" onClick={onClose} />}
      <section
        id="sidebar"
        aria-label="People and places"
        class="side"
        data-open={isOpen}
        ref={place}
        onKeyDown={({ key }) => isOpen && key === 'Escape' && onClose()}
      >
        <WhoAmI onChosen={onClose} />
        <ConversationList onChosen={onClose} />
      </section>
    </>
  );
}
