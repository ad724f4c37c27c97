import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { CompletionInHand } from './use-completion';

interface CompletionListOf {
  readonly id: string;
  readonly completion: CompletionInHand;
}

/** Pixels that the list wants above the box; it goes below where there is less. */
const wantedHeight = 280;

export function CompletionList({ id, completion: { options, active, take } }: CompletionListOf) {
  const list = useRef<HTMLUListElement>(null);
  const [isBelow, setBelow] = useState(false);
  useLayoutEffect(() => {
    const top = list.current?.parentElement?.getBoundingClientRect().top ?? 0;
    const start = list.current?.closest('.threads-scroller')?.getBoundingClientRect().top ?? 0;
    setBelow(top - start < wantedHeight);
  }, []);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, options]);
  return (
    <ul class="completion" id={id} ref={list} role="listbox" aria-label="What you can type" data-below={isBelow}>
      {options.map((option, at) => (
        <li
          key={option.insert}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === active}
          onMouseDown={(event) => {
            event.preventDefault();
            take(option);
          }}
        >
          <span class="completion-text">{option.insert}</span>
          <span class="completion-detail">{option.detail}</span>
        </li>
      ))}
    </ul>
  );
}
