import { shortDigest } from '../../domain/digest';
import type { TrainingDataset } from '../../domain/retraining/retraining';
import { type Block, row } from '../document';
import { say } from '../elements/phrase';
import { counted, sayCount } from '../words/count';
import { sayPeriod } from '../words/period';

const shownWindows = 12;

/** What the candidate learns from: logged rows, by digest. */
export function dataBlocks(dataset: TrainingDataset | undefined): Block[] {
  if (!dataset) return [];
  return [
    row(
      'Learns from',
      say`${counted(dataset.rows, 'logged row')} with their outcomes (${counted(dataset.events, 'event')}) of ${sayWindows(dataset.windows)}, scored ${sayPeriod(dataset.from, dataset.to)}; dataset ${shortDigest(dataset.digest)}`,
    ),
  ];
}

/** `window 5`, `windows 3, 4 and 5`, with the rest counted. */
export function sayWindows(windows: readonly number[]): string {
  const [only] = windows;
  if (windows.length === 1 && only !== undefined) return `window ${sayCount(only)}`;
  if (windows.length === 0) return 'no window';
  const left = windows.length - shownWindows;
  if (left > 0) return `windows ${windows.slice(0, shownWindows).join(', ')} and ${counted(left, 'more', 'more')}`;
  return `windows ${windows.slice(0, -1).join(', ')} and ${windows.at(-1)}`;
}
