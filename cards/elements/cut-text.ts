import { cleanText } from './clean-text';

const encoder = new TextEncoder();

/** The most bytes that a character needs in a card: UTF-8, and a backslash (two in JSON) where it has to be escaped. */
function cardBytes(character: string): number {
  return encoder.encode(character).length + (/[\\`*_[\]<>~&{"]/.test(character) ? 3 : 0);
}

/**
 * Text from outside, cleaned and no longer than `bytes` when written into a card's JSON. What is left out is said:
 * `… (120 more characters)`; those words come on top of `bytes` (at most 40 more).
 */
export function cutText(text: string, bytes: number): string {
  // No character is shorter than a byte, so what lies far behind the cut need not be cleaned, only counted.
  const near = text.slice(0, bytes * 4);
  const characters = [...cleanText(near).trim()];
  let used = 0;
  const end = characters.findIndex((character) => (used += cardBytes(character)) > bytes);
  const shown = end < 0 ? characters : characters.slice(0, end);
  const far = [...text.slice(near.length)].length;
  const left = characters.length - shown.length + far;
  if (left === 0) return shown.join('');
  const note = `… (${left} more characters)`;
  // What takes no more room than the words that it is left out stays.
  const rest = characters.slice(shown.length).reduce((sum, character) => sum + cardBytes(character), 0);
  if (far === 0 && rest <= encoder.encode(note).length) return characters.join('');
  return `${shown.join('').trimEnd()}${note}`;
}
