/**
 * Text from outside, fit for a terminal: line breaks stay, tabs become blanks, and all else that a terminal obeys instead
 * of showing is left out, with the signs that turn the direction of writing around.
 */
export function cleanOutput(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '');
}

/** The same on one line. */
export function cleanName(text: string): string {
  return cleanOutput(text).replace(/\s+/g, ' ').trim();
}
