import type { ProgressBar } from './schema';
import { textBlock } from './text-block';

/** How far something is; its steps stand beside it in words. `said` is for clients without bars. */
export function progressBar(done: number, of: number, said: string): ProgressBar {
  return {
    type: 'ProgressBar',
    value: done,
    max: of,
    fallback: textBlock(said, { size: 'Small', isSubtle: true }),
  };
}
