import type { BadgeStyle } from './elements/badge';
import type { Phrase } from './elements/phrase';
import type { CardAction } from './elements/schema';

/** `bad` and `good` colour words that say it themselves; `quiet` is small print. */
export type Tone = 'plain' | 'quiet' | 'good' | 'bad';

export type Block =
  | { readonly kind: 'state'; readonly text: string; readonly style: BadgeStyle }
  | { readonly kind: 'section'; readonly title: string }
  | { readonly kind: 'paragraph'; readonly text: Phrase; readonly tone?: Tone }
  /** A labelled value, one below the other: two columns are too narrow on a phone. */
  | { readonly kind: 'row'; readonly label: string; readonly value: Phrase; readonly tone?: Tone }
  /** One line of a list, close to the line above. */
  | { readonly kind: 'item'; readonly text: Phrase; readonly tone?: Tone }
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'progress'; readonly done: number; readonly of: number; readonly said: string }
  | Trend;

/** A line over numbered windows beside the line it is held against. The same figures stand below it in words. */
export interface Trend {
  readonly kind: 'trend';
  /** What is drawn: `KS`. */
  readonly figure: string;
  readonly points: readonly { readonly window: number; readonly value: number }[];
  readonly threshold: number;
}

/** What a card says, before it is drawn: the card and its text twin are both written from it. */
export interface CardDocument {
  readonly title: Phrase;
  /** The one sentence that matters, for clients that show no card and for reading aloud. */
  readonly summary: Phrase;
  readonly blocks: readonly Block[];
  /** Folded away behind a button on the card; at the end of the twin. */
  readonly details?: readonly Block[];
  readonly actions?: readonly CardAction[];
}

export function paragraph(text: Phrase, tone: Tone = 'plain'): Block {
  return { kind: 'paragraph', text, tone };
}

export function row(label: string, value: Phrase, tone: Tone = 'plain'): Block {
  return { kind: 'row', label, value, tone };
}

export function item(text: Phrase, tone: Tone = 'plain'): Block {
  return { kind: 'item', text, tone };
}

export function section(title: string): Block {
  return { kind: 'section', title };
}
