import { cleanText } from './clean-text';
import { escapeMarkdown } from './escape-markdown';
import { mentionMark } from './mention';
import type { Inline, Phrase } from './phrase';

/** A phrase as the markdown of a card. */
export function phraseMarkdown(phrase: Phrase): string {
  return phrase.map(inlineMarkdown).join('').trim();
}

/** A phrase as it is read aloud: signs left out, commands in quotation marks. One line. */
export function phraseText(phrase: Phrase): string {
  return phrase.map(inlineText).join('').trim();
}

function inlineMarkdown(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return escapeMarkdown(inline.text);
    case 'code':
      return `**${escapeMarkdown(inline.text.trim())}**`;
    case 'sign':
      return `${inline.text} `;
    case 'mention':
      return mentionMark(inline.name);
  }
}

function inlineText(inline: Inline): string {
  switch (inline.kind) {
    case 'text':
      return cleanText(inline.text);
    case 'code':
      return `"${cleanText(inline.text).trim()}"`;
    case 'sign':
      return '';
    case 'mention':
      return cleanText(inline.name);
  }
}
