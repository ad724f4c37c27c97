const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };

/** `10:32` for today, `24 Nov 10:32` before; in the reader's time zone. */
export function shortTime(iso: string, now: Date): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('en-GB', clock);
  if (at.toDateString() === now.toDateString()) return time;
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
}

/** To the second, with day and time zone. */
export function fullTime(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' });
}
