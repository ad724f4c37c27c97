import type { Badge, Colour } from './schema';
import { cleanText } from './clean-text';
import { escapeMarkdown } from './escape-markdown';
import { textBlock } from './text-block';

export type BadgeStyle = Badge['style'];

const fallbackColours: Readonly<Record<BadgeStyle, Colour>> = {
  Informative: 'Default',
  Good: 'Good',
  Warning: 'Warning',
  Attention: 'Attention',
  Accent: 'Accent',
};

/** A state in words on a coloured ground; the colour says nothing that the words do not. */
export function badge(text: string, style: BadgeStyle): Badge {
  return {
    type: 'Badge',
    text: cleanText(text),
    size: 'Large',
    style,
    fallback: textBlock(escapeMarkdown(text), { weight: 'Bolder', color: fallbackColours[style] }),
  };
}
