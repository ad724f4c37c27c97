import type { TargetedKeyboardEvent } from 'preact';
import type { CompletionInHand } from './use-completion';
import type { DraftInHand } from './use-draft';

interface KeysOf {
  readonly draft: DraftInHand;
  readonly completion: CompletionInHand;
  readonly canMention: boolean;
  readonly send: () => void;
  readonly onClose?: () => void;
}

type Key = TargetedKeyboardEvent<HTMLTextAreaElement>;

/** What the keys do in a compose box: what a handler does not want stays the browser's. */
export function createKeys({ draft, completion, canMention, send, onClose }: KeysOf): (event: Key) => void {
  const { isShown, options, active } = completion;

  function take(at: number): boolean {
    const option = options[at];
    if (!isShown || option === undefined) return false;
    completion.take(option);
    return true;
  }

  function step(by: 1 | -1): boolean {
    if (draft.text.includes('\n')) return false;
    if (isShown) completion.step(by);
    else if (by === 1) completion.open();
    return isShown || by === 1;
  }

  function escape(): boolean {
    if (isShown) completion.close();
    else onClose?.();
    return isShown || onClose !== undefined;
  }

  function enter(event: Key): boolean {
    if (event.shiftKey) return false;
    if (take(active)) return true;
    send();
    return true;
  }

  function backspace({ currentTarget }: Key): boolean {
    const isAtStart = currentTarget.selectionStart === 0 && currentTarget.selectionEnd === 0;
    if (isAtStart && canMention && draft.mention) draft.setMention(false);
    return false;
  }

  const handlers: Readonly<Record<string, (event: Key) => boolean>> = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Enter: enter,
    // An empty box is left by Tab, also while the list of all commands stands above it.
    Tab: ({ shiftKey }) => !shiftKey && take(draft.text === '' ? active : Math.max(active, 0)),
    Escape: escape,
    Backspace: backspace,
  };

  return (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (handlers[event.key]?.(event) !== true) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
