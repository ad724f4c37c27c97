import { type Block, item, type Tone } from '../document';
import { cutText } from '../elements/cut-text';
import { type Phrase, say } from '../elements/phrase';

export interface ListLimits {
  /** Entries shown at most. */
  readonly entries: number;
  /** Bytes of each entry in the card's JSON. */
  readonly bytes: number;
  /** Where the rest can be read: `type "history r17"`. */
  readonly rest: Phrase;
}

interface ListLook {
  readonly tone?: Tone;
  /** Words before each entry. */
  readonly before?: Phrase;
}

/** The first texts of a list from outside, each cut to a length, then how many more there are and where. */
export function shortList(texts: readonly string[], limits: ListLimits, look: ListLook = {}): Block[] {
  const shown = texts
    .slice(0, limits.entries)
    .map((text) => item(say`${look.before ?? []}${cutText(text, limits.bytes)}`, look.tone));
  return [...shown, ...moreBlock(texts.length - shown.length, limits.rest)];
}

/** `… 12 more: type "history r17"`, or nothing when nothing was left out. */
export function moreBlock(left: number, rest: Phrase): Block[] {
  return left > 0 ? [item(say`… ${left} more: ${rest}`, 'quiet')] : [];
}
