import { useEffect, useState } from 'preact/hooks';

/** Counts up to `all`, `step` a frame, so that the first of many are seen at once and the window never stands still. */
export function useGrowing(all: number, step: number): number {
  const [ready, setReady] = useState(0);
  useEffect(() => {
    if (ready >= all) return;
    const frame = requestAnimationFrame(() => setReady(Math.min(all, ready + step)));
    return () => cancelAnimationFrame(frame);
  }, [ready, all, step]);
  return ready;
}
