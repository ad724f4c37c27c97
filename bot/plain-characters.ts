/**
 * Text from outside with nothing in it that is no character: control characters become spaces, halves of surrogate pairs
 * U+FFFD. PostgreSQL stores neither nulls nor halves.
 */
export function plainCharacters(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
}
