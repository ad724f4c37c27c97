import type { OutsideState } from '../../wire/outside';

const signs = { done: '✓', failed: '✗', trouble: '⚡' } as const;
const words = { done: 'Done', failed: 'Failed', trouble: 'Trouble' } as const;

/** What happened outside, the newest first. */
export function OutsideLog({ log }: { readonly log: OutsideState['log'] }) {
  return (
    <div class="outside-past" role="log" aria-live="polite" aria-label="What happened outside" tabIndex={0}>
      <ol class="outside-log">
        {log.toReversed().map(({ at, kind, text }, index) => (
          <li key={`${at} ${log.length - index}`} data-kind={kind}>
            <span aria-hidden="true">{signs[kind]}</span>
            <span class="outside-unseen">{words[kind]}: </span> {text} <time dateTime={at}>{at.slice(11, 19)}</time>
          </li>
        ))}
      </ol>
    </div>
  );
}
