import { z } from 'zod';
import { defineElement } from './define-element';

const schema = z.object({
  text: z.string(),
  style: z
    .string()
    .transform((style) => style.toLowerCase())
    .pipe(z.enum(['default', 'subtle', 'informative', 'accent', 'good', 'attention', 'warning']))
    .catch('default'),
  size: z
    .string()
    .transform((size) => size.toLowerCase())
    .pipe(z.enum(['medium', 'large', 'extralarge']))
    .catch('medium'),
});

/** A state in words on a coloured ground. */
export const Badge = defineElement('Badge', schema, ({ text, style, size }, place) => {
  place.className = 'card-badge-line';
  const badge = document.createElement('span');
  badge.className = 'card-badge';
  badge.dataset['style'] = style;
  badge.dataset['size'] = size;
  badge.textContent = text;
  place.append(badge);
});
