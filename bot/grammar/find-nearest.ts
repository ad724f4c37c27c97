import { nearestWord } from '../../domain/nearest-word';

/** The name that was perhaps meant: one that the word begins (two letters or more), else the nearest in spelling. */
export function findNearest(word: string, names: readonly string[]): string | undefined {
  const begun = word.length > 1 ? names.find((name) => name.startsWith(word)) : undefined;
  return begun ?? nearestWord(word, names);
}
