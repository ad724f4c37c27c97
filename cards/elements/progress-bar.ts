import type { ProgressBar } from './schema';
import { textBlock } from './text-block';

/** How many of a release's steps are done; the steps themselves stand beside it in words. */
export function progressBar(done: number, of: number): ProgressBar {
  return {
    type: 'ProgressBar',
    value: done,
    max: of,
    fallback: textBlock(`${done} of ${of} steps done`, { size: 'Small', isSubtle: true }),
  };
}
