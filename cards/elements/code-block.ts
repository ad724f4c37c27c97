import type { CodeBlock } from './schema';
import { cleanLine } from './clean-text';
import { escapeMarkdown } from './escape-markdown';
import { textBlock } from './text-block';

/** One line for a shell, to be copied whole. */
export function codeBlock(line: string): CodeBlock {
  return {
    type: 'CodeBlock',
    codeSnippet: cleanLine(line).trim(),
    language: 'Bash',
    fallback: textBlock(escapeMarkdown(line), { fontType: 'Monospace', size: 'Small' }),
  };
}
