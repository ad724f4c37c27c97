import { cleanText } from './clean-text';

/**
 * Text so that a card shows it letter by letter, wherever it stands in a line: nothing in it becomes bold, a link, a
 * mention, a list, an HTML entity or a `{{DATE()}}` that the client fills in. The result is one line.
 */
export function escapeMarkdown(text: string): string {
  return escapeLineStart(
    cleanText(text)
      .replace(/[\\`*_[\]<>]/g, '\\$&')
      .replace(/~(?=~)/g, '\\~')
      .replace(/&(?=#?\w{1,31};)/g, '\\&')
      .replace(/\{(?=\{)/g, '{\\'),
  );
}

/** A hyphen, plus, hash or number with a dot makes a list or a heading only where a line begins. */
function escapeLineStart(text: string): string {
  return text.replace(/^( ?)([-+#])/, '$1\\$2').replace(/^( ?\d{1,9})(?=[.)](?: |$))/, '$1\\');
}
