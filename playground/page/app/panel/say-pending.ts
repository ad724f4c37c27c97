import type { Environment } from '../../wire/overview';
import { counted, sayCount } from './words/say-count';

/** What the next window waits for. */
export function sayPending({ pending }: Pick<Environment, 'pending'>): string {
  const { rows, withOutcome, of } = pending;
  if (rows === 0) return 'Nothing was scored for the next window yet.';
  const full =
    of === undefined || of === null ? `${counted(rows, 'row')} for` : `${sayCount(rows)} of ${counted(of, 'row')} of`;
  return `${full} the next window, ${counted(withOutcome, 'outcome')} known.`;
}
