import { useId } from 'preact/hooks';

interface DeedButtonOf {
  readonly title: string;
  readonly whyNot: string | undefined;
  readonly act: () => void;
  /** What the guide says to do next: it alone is filled. */
  readonly isNext?: boolean;
}

/**
 * A button that says in words why it cannot be pressed. It stays in the order of the keyboard then, so that nobody who
 * has just pressed it loses their place.
 */
export function DeedButton({ title, whyNot, act, isNext = false }: DeedButtonOf) {
  const id = useId();
  const may = whyNot === undefined;
  return (
    <>
      <button
        class={isNext ? 'button primary outside-button' : 'button outside-button'}
        data-next={isNext}
        title={whyNot}
        aria-disabled={!may}
        aria-describedby={may ? undefined : id}
        onClick={() => may && act()}
      >
        {title}
      </button>
      {!may && (
        <span id={id} class="outside-unseen">
          {whyNot}
        </span>
      )}
    </>
  );
}
