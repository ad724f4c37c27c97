/** A part of 0 … 1 in per cent with one decimal: `98.2 %`. What is not all never reads `100 %`, what is not none never `0 %`. */
export function sayShare(share: number): string {
  if (!Number.isFinite(share)) return 'an unknown share';
  if (share <= 0) return '0 %';
  if (share >= 1) return '100 %';
  const percent = Math.min(99.9, Math.max(0.1, Math.round(share * 1000) / 10));
  return `${percent} %`;
}
