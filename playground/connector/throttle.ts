import { Refusal } from './refusal';

/** Teams' limit for one bot in one thread; the narrowest of its windows. */
const sends = 7;
const windowMs = 1000;

/** Counts sends and edits by thread; the eighth within a second is refused with 429. Off when not asked for. */
export function createThrottle(on: boolean, now: () => Date): (thread: string) => void {
  const times = new Map<string, number[]>();
  return (thread) => {
    if (!on) return;
    const at = now().getTime();
    const recent = (times.get(thread) ?? []).filter((time) => time > at - windowMs);
    if (recent.length >= sends) throw new Refusal(429, 'TooManyRequests', 'API calls quota exceeded', 1);
    times.set(thread, [...recent, at]);
    if (times.size > 1000) times.delete(times.keys().next().value ?? thread);
  };
}
