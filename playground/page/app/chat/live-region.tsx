import { useEffect, useRef, useState } from 'preact/hooks';
import { useStore } from '../state/use-store';
import { announce, whatCame } from './announce';

/** Says aloud what others write in the open conversation; edits of what stands there already are not said. */
export function LiveRegion() {
  const store = useStore();
  const [said, setSaid] = useState('');
  const known = useRef(store.get().messages);
  useEffect(
    () =>
      store.subscribe(() => {
        const { messages, me, conversation } = store.get();
        if (messages === known.current) return;
        const came = whatCame(known.current, messages, me, conversation);
        known.current = messages;
        if (came.length > 0) setSaid(came.map(announce).join(' '));
      }),
    [store],
  );
  return (
    <div class="unseen" aria-live="polite">
      {said}
    </div>
  );
}
