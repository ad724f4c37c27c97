import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { usePart } from '../state/use-part';
import { complete, takeOption, type Option } from './complete';
import type { DraftInHand } from './use-draft';

export interface CompletionInHand {
  readonly isShown: boolean;
  readonly options: readonly Option[];
  /** The option that Enter would take; -1 for none. */
  readonly active: number;
  readonly usage: string | undefined;
  readonly open: () => void;
  readonly close: () => void;
  readonly toggle: () => void;
  /** To the next option or the one before. */
  readonly step: (by: 1 | -1) => void;
  readonly take: (option: Option) => void;
  readonly typed: (text: string, caret: number) => void;
  readonly moved: (caret: number) => void;
}

/** The list of what can stand at the caret. The bot hears only what mentions it, so nothing is offered for the rest. */
export function useCompletion(draft: DraftInHand, box: RefObject<HTMLTextAreaElement | null>): CompletionInHand {
  const commands = usePart((state) => state.commands);
  const overview = usePart((state) => state.overview);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const [caret, setCaret] = useState(draft.text.length);
  const wanted = useRef<number>(undefined);
  const found = useMemo(
    () => complete(draft.text, Math.min(caret, draft.text.length), { commands, overview }),
    [draft.text, caret, commands, overview],
  );
  const { options } = found;
  const isShown = isOpen && draft.mention && options.length > 0;
  const active = isShown ? Math.min(chosen ?? found.likely, options.length - 1) : -1;

  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    box.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = undefined;
  });

  const show = (open: boolean): void => {
    setOpen(open);
    setChosen(undefined);
  };

  return {
    isShown,
    options,
    active,
    usage: draft.mention ? found.usage : undefined,
    open: () => show(true),
    close: () => show(false),
    toggle() {
      box.current?.focus();
      show(!isShown);
    },
    step: (by) => setChosen((active + by + options.length + (active < 0 && by < 0 ? 1 : 0)) % options.length),
    take(option) {
      const taken = takeOption(draft.text, found, option);
      draft.write(taken.text);
      setCaret(taken.caret);
      wanted.current = taken.caret;
      show(true);
    },
    typed(text, at) {
      draft.write(text);
      setCaret(at);
      show(text.trim() !== '');
    },
    moved: setCaret,
  };
}
