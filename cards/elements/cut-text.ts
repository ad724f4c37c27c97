import { cleanText } from './clean-text';

const encoder = new TextEncoder();

/** The bytes one character needs in a card: UTF-8, and a backslash (two in JSON) where it has to be escaped. */
function cardBytes(character: string): number {
  return encoder.encode(character).length + (/[\\`*_[\]<>~&{"]/.test(character) ? 2 : 0);
}

/**
 * Text from outside, cleaned and no longer than `bytes` when written into a card's JSON. What is left out is said:
 * `… (120 more characters)`; those words come on top of `bytes` (at most 40 more).
 */
export function cutText(text: string, bytes: number): string {
  const characters = [...cleanText(text).trim()];
  let used = 0;
  const end = characters.findIndex((character) => {
    used += cardBytes(character);
    return used > bytes;
  });
  if (end < 0) return characters.join('');
  return `${characters.slice(0, end).join('').trimEnd()}… (${characters.length - end} more characters)`;
}
