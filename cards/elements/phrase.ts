/** A piece of a sentence. The card and its text twin are both written from these, so that they say the same. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  /** ✓ ▸ ✗ beside the words: drawn on the card, left out of the twin, where the words alone must do. */
  | { readonly kind: 'sign'; readonly text: string }
  /** A person who is called upon: notified by the channel. */
  | { readonly kind: 'mention'; readonly objectId: string; readonly name: string };

export type Phrase = readonly Inline[];

/**
 * A template whose text, its own words and what is put into them alike, is shown letter by letter. Only
 * `code`, `sign` and `mention` pieces look different.
 */
export function say(words: TemplateStringsArray, ...parts: readonly (string | number | Inline | Phrase)[]): Phrase {
  return words.flatMap((text, index) => {
    const part = parts[index];
    const inlines: Phrase =
      part === undefined
        ? []
        : typeof part === 'object'
          ? isPhrase(part)
            ? part
            : [part]
          : [{ kind: 'text', text: String(part) }];
    return text === '' ? inlines : [{ kind: 'text', text }, ...inlines];
  });
}

function isPhrase(part: Inline | Phrase): part is Phrase {
  return Array.isArray(part);
}

/** A command or name to be typed as it stands. */
export function code(text: string): Inline {
  return { kind: 'code', text };
}

export function sign(text: '✓' | '▸' | '✗'): Inline {
  return { kind: 'sign', text };
}

/** `a, b and c` or `a, b or c`. */
export function enumerate(phrases: readonly Phrase[], last: 'and' | 'or'): Phrase {
  return phrases.flatMap((phrase, index) => {
    if (index === 0) return phrase;
    return [{ kind: 'text', text: index === phrases.length - 1 ? ` ${last} ` : ', ' }, ...phrase];
  });
}
