import { z } from 'zod';
import { defineElement } from './define-element';

const schema = z.object({ codeSnippet: z.string(), language: z.string().default('PlainText') });

/** A word in one piece where it fits in a line: `--event` is no more the same with a break behind its first hyphen. */
function drawWord(word: string): Node {
  if (/^\s*$/.test(word)) return document.createTextNode(word);
  const piece = document.createElement('span');
  piece.textContent = word;
  return piece;
}

/** Lines to be copied whole. */
export const CodeBlock = defineElement('CodeBlock', schema, ({ codeSnippet, language }, place) => {
  place.className = 'card-code';
  const lines = document.createElement('pre');
  const code = document.createElement('code');
  code.append(...codeSnippet.split(/(\s+)/).map(drawWord));
  lines.append(code);
  const copy = document.createElement('button');
  copy.type = 'button';
  copy.textContent = 'Copy';
  copy.setAttribute('aria-label', `Copy the ${language === 'Bash' ? 'command' : 'code'}`);
  copy.addEventListener('click', () => {
    const say = (word: string): void => void (copy.textContent = word);
    navigator.clipboard.writeText(codeSnippet).then(
      () => say('Copied'),
      () => say('Select it and copy'),
    );
  });
  place.append(lines, copy);
});
