/** How far the world has gone, in words: 0 is the one that the champion learnt, 1 far from it. */
export function sayDrift(drift: number): string {
  if (drift <= 0) return 'as the champion learnt it';
  if (drift < 0.35) return 'a little different';
  if (drift < 0.75) return 'drifting';
  return 'far from what was learnt';
}
