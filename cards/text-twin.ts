import { cleanLine, cleanText } from './elements/clean-text';
import { phraseText } from './elements/render-phrase';
import type { Block, CardDocument } from './document';

/** Columns at which the twin's lines are wrapped; words longer than that (addresses, digests) stay whole. */
const width = 100;

/**
 * The card in words: for the transcript, the notification and clients without cards. Every line can be read aloud;
 * there is no markdown. Commands for a shell stay on one line, as they are copied whole.
 */
export function textTwin(document: CardDocument): string {
  const lines = [phraseText(document.title), ...document.blocks.flatMap(writeBlock)];
  if (document.details && document.details.length > 0)
    lines.push('', 'Details', ...document.details.flatMap(writeBlock));
  return `${lines.join('\n')}\n`;
}

function writeBlock(block: Block): readonly string[] {
  switch (block.kind) {
    case 'state':
      return [`State: ${cleanText(block.text)}.`];
    case 'section':
      return ['', cleanText(block.title)];
    case 'paragraph':
      return wrap(phraseText(block.text), '', '');
    case 'row':
      return wrap(`${cleanText(block.label)}: ${phraseText(block.value)}`, '', '  ');
    case 'item':
      return wrap(phraseText(block.text), '  ', '    ');
    case 'command':
      return [`  ${cleanLine(block.line).trim()}`];
    case 'progress':
    case 'trend':
      return [];
  }
}

function wrap(text: string, first: string, next: string): readonly string[] {
  const lines: string[] = [];
  let line = first;
  for (const word of text.split(' ')) {
    const empty = line.trim() === '';
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line);
      line = next + word;
    } else line = empty ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}
