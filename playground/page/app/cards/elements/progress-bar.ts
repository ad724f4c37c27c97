import { z } from 'zod';
import { defineElement } from './define-element';

const schema = z.object({
  /** Without one it only says that something goes on. */
  value: z.number().min(0).optional(),
  max: z.number().positive().default(100),
  color: z
    .string()
    .transform((color) => color.toLowerCase())
    .pipe(z.enum(['accent', 'good', 'warning', 'attention']))
    .catch('accent'),
  fallback: z.object({ text: z.string() }).optional().catch(undefined),
});

/** How far something is, as a bar; its fallback's words are what a screen reader says. */
export const ProgressBar = defineElement('ProgressBar', schema, ({ value, max, color, fallback }, place) => {
  place.className = 'card-progress';
  place.dataset['color'] = color;
  place.setAttribute('role', 'progressbar');
  place.setAttribute('aria-label', fallback?.text ?? 'Progress');
  const bar = document.createElement('div');
  place.append(bar);
  if (value === undefined) return;
  const done = Math.min(value, max);
  place.setAttribute('aria-valuemin', '0');
  place.setAttribute('aria-valuemax', String(max));
  place.setAttribute('aria-valuenow', String(done));
  bar.style.width = `${(100 * done) / max}%`;
});
