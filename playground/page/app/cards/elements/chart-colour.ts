const tokens: Readonly<Record<string, string>> = {
  good: '--good',
  warning: '--warning',
  attention: '--attention',
  neutral: '--text-3',
  categoricalred: '--chart-2',
  categoricalmaroon: '--chart-2',
  categoricalgreen: '--chart-3',
  categoricallime: '--chart-3',
  categoricalmarigold: '--chart-4',
};
const others = ['--chart-1', '--chart-3', '--chart-4', '--chart-2'];

/**
 * The variable of the style sheet for one of Teams' colour words (`good`, `categoricalRed`, `sequential2`); the n-th
 * of a chart without a word, or with one that has no colour of its own here, gets the n-th colour.
 */
export function chartColour(word: string | undefined, n: number): string {
  return tokens[word?.toLowerCase() ?? ''] ?? others[n % others.length] ?? '--chart-1';
}
