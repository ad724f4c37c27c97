import { z } from 'zod';
import { defineElement } from './define-element';

const schema = z.object({ codeSnippet: z.string(), language: z.string().default('PlainText') });

/** Lines to be copied whole. */
export const CodeBlock = defineElement('CodeBlock', schema, ({ codeSnippet, language }, place) => {
  place.className = 'card-code';
  const lines = document.createElement('pre');
  const code = document.createElement('code');
  code.textContent = codeSnippet;
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
