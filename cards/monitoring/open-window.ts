import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import type { Instant } from '../../domain/release/release';
import { type Phrase, say } from '../elements/phrase';
import { counted, sayCount } from '../words/count';
import { sayInstant } from '../words/instant';

/** What was scored since the last window of an environment was closed. */
export interface OpenWindow {
  /** The number it will have. */
  readonly number: number;
  /** Rows in it so far; of a window of rows never more than it takes. */
  readonly rows: number;
  readonly firstAt?: Instant;
  readonly lastAt?: Instant;
}

/** What the next window still waits for, and when that can be there. */
export function sayOpenWindow(
  open: OpenWindow,
  { window, maturityMs, patienceMs }: MonitoringPolicy,
  now: Instant,
): Phrase {
  const { number, rows, firstAt, lastAt } = open;
  if (rows === 0 || firstAt === undefined || lastAt === undefined)
    return say`${number}: nothing was scored ${number === 1 ? 'yet' : 'since the last window was closed'}`;
  const since = `since ${sayInstant(firstAt)}`;
  if (window.kind === 'rows' && rows < window.rows)
    return say`${number}: ${sayCount(rows)} of ${counted(window.rows, 'row')} ${since}; ${counted(window.rows - rows, 'row')} missing, then their outcomes`;
  const end = window.kind === 'rows' ? lastAt : endOfStretch(firstAt, window.ms);
  if (end > now) return say`${number}: ${counted(rows, 'row')} ${since}; it ends at ${sayInstant(end)}`;
  const due = later(end, maturityMs);
  if (due > now)
    return say`${number}: all its ${counted(rows, 'row')} are scored; their outcomes are due at ${sayInstant(due)}`;
  return say`${number}: all its ${counted(rows, 'row')} are scored and old enough; it waits for outcomes until ${sayInstant(later(due, patienceMs))}`;
}

/** Stretches of time are multiples since 1970, UTC. */
function endOfStretch(firstAt: Instant, ms: number): Instant {
  return new Date((Math.floor(Date.parse(firstAt) / ms) + 1) * ms).toISOString();
}

function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString();
}
