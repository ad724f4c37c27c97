import { useId } from 'preact/hooks';

/**
 * A button that says in words why it cannot be pressed. It stays in the order of the keyboard then, so that nobody who
 * has just pressed it loses their place.
 */
export function DeedButton(properties: {
  readonly title: string;
  readonly whyNot: string | undefined;
  readonly act: () => void;
  readonly primary?: boolean;
}) {
  const { title, whyNot, act, primary } = properties;
  const id = useId();
  const may = whyNot === undefined;
  return (
    <>
      <button
        class={primary === true ? 'button primary outside-button' : 'button outside-button'}
        aria-disabled={!may}
        aria-describedby={may ? undefined : id}
        onClick={() => may && act()}
      >
        {title}
      </button>
      {!may && (
        <span id={id} class="outside-reason">
          {whyNot}
        </span>
      )}
    </>
  );
}
