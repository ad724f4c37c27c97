/** The credentials in use, so that no word of an error holds one: a registry may repeat what it was sent. */
export interface Secrets {
  add(...values: readonly string[]): void;
  readonly scrub: (text: string) => string;
}

/** The newest are kept; older tokens have ended. */
const maximalKept = 200;
/** Shorter ones would tear ordinary words apart. */
const shortest = 4;

export function createSecrets(): Secrets {
  const kept = new Set<string>();
  return {
    add(...values) {
      for (const value of values) {
        const word = value.replace(/^(?:Basic|Bearer) /, '');
        if (word.length < shortest) continue;
        kept.delete(word);
        kept.add(word);
      }
      for (const oldest of [...kept].slice(0, Math.max(0, kept.size - maximalKept))) kept.delete(oldest);
    },
    scrub: (text) =>
      [...kept]
        .sort((left, right) => right.length - left.length)
        .reduce(
          (rest, secret) => rest.replaceAll(secret, '[redacted]').replaceAll(encodeURIComponent(secret), '[redacted]'),
          text,
        ),
  };
}
