/** Separators, control characters, and the invisible ones that can reorder or hide what a reader sees. */
const unwanted = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/gu;
const loneSurrogate = /\p{Cs}/gu;

/**
 * Text from outside as one line that shows all there is in it: line breaks, control characters, direction overrides
 * and zero-width spaces become one space, halves of characters U+FFFD. Spaces at the ends stay.
 */
export function cleanText(text: string): string {
  return cleanLine(text).replace(/\s+/gu, ' ');
}

/** The same with every ordinary space kept, for lines that are copied whole. */
export function cleanLine(text: string): string {
  return text.replace(loneSurrogate, '\ufffd').replace(unwanted, ' ');
}
