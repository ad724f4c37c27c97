const longest = 200;
const unwanted = /[\p{Cc}\p{Cs}]/u;

/** What is wrong with a reference, in words that follow "the reference"; undefined for one that a scored row may have. */
export function referenceFault(reference: string): string | undefined {
  return reference === '' ? 'is empty' : valueFault(reference);
}

/** The same for an outcome's value, which may be empty: not known yet. */
export function valueFault(value: string): string | undefined {
  if (value.length > longest) return `has more than ${longest} characters`;
  return unwanted.test(value) ? 'has control characters' : undefined;
}
