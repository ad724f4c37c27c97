const units = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** Milliseconds in the largest unit that divides them: `7 days`, `36 hours`, `90 seconds`. */
export function durationText(ms: number): string {
  const [size, name] = units.find(([unit]) => ms > 0 && ms % unit === 0) ?? [1_000, 'second'];
  const count = ms / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
