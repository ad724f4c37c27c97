import type { Environment } from '../../wire/overview';
import { counted, sayCount } from './words/say-count';

/** What the next window waits for. */
export function sayPending({ pending }: Pick<Environment, 'pending'>): string {
  const { rows, withOutcome, of, atLeast } = pending;
  if (rows === 0) return 'Nothing was scored for the next window yet.';
  const scored =
    of === null
      ? `${counted(rows, 'row')} for the next window`
      : `${sayCount(rows)} of ${counted(of, 'row')} of the next window`;
  const known = withOutcome === null ? '' : `, ${atLeast ? 'at least ' : ''}${counted(withOutcome, 'outcome')} known`;
  return `${atLeast ? 'At least ' : ''}${scored}${known}.`;
}
