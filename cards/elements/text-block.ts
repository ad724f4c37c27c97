import type { TextBlock } from './schema';

export type Look = Omit<TextBlock, 'type' | 'text' | 'wrap'>;

/** Text that wraps: Teams cuts a text block off at the first line unless it is told to wrap. Empty text says so. */
export function textBlock(markdown: string, look: Look = {}): TextBlock {
  return { type: 'TextBlock', text: markdown === '' ? '(empty)' : markdown, wrap: true, ...look };
}
