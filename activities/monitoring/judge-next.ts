import {
  findOpenRange,
  findServedPlace,
  lockScored,
  type OpenRange,
  type ServedPlace,
} from '../../database/row-ranges';
import { recordEvaluation } from '../../database/record-evaluation';
import { settleOutcomes } from '../../database/outcomes';
import { readWindowRows } from '../../database/window-rows';
import { insertWindow, newestWindowNumber } from '../../database/windows';
import { coverageOf } from '../../domain/monitoring/measure-rows';
import { waitsForOutcomes, waitsForTime, type Waiting } from '../../domain/monitoring/open-window';
import type { Instant } from '../../domain/release/release';
import type { Look, MonitoringDependencies } from './dependencies';
import { evaluateWindow, type MeasuredWindow } from './evaluate-window';
import { foundBy } from './found-by';

/** What became of the next window of a release. */
export type NextStep =
  /** It was closed and judged; or another monitor did that meanwhile. There may be one more. */
  | { readonly kind: 'judged' | 'moved' }
  | { readonly kind: 'waits'; readonly served: ServedPlace; readonly waiting: Waiting; readonly asOf: Instant }
  /** All rows are judged. */
  | { readonly kind: 'nothing' };

/**
 * Closes the next window of a release and judges it, if it is due. Everything is computed first; then one transaction
 * closes the window and keeps its evaluation, unless somebody else closed it in between.
 */
export async function judgeNext(deps: MonitoringDependencies, look: Look, release: number): Promise<NextStep> {
  const { database } = deps;
  const { project, environment, policy, ceiling } = look;
  const served = await findServedPlace(database, { project, environment, release });
  const next = served && (await findOpenRange(database, served, policy.window, ceiling, deps.now()));
  if (!next) return { kind: 'nothing' };
  const asOf = await settleOutcomes(database, project, deps.now);
  const early = waitsForTime(next.open, policy, asOf);
  if (early) return { kind: 'waits', served, waiting: early, asOf };
  const rows = await readWindowRows(database, next.range, next.open.rows, asOf);
  const waiting = waitsForOutcomes(next.open, policy, coverageOf(rows), asOf);
  if (waiting) return { kind: 'waits', served, waiting, asOf };
  const measured = await evaluateWindow(deps, served.version, next.range, rows, asOf);
  const closed = await close(deps, look, served, next, measured, asOf);
  return { kind: closed ? 'judged' : 'moved' };
}

/** False when the release's windows are no longer those that were seen. */
async function close(
  deps: MonitoringDependencies,
  look: Look,
  served: ServedPlace,
  next: OpenRange,
  { result, rowHash }: MeasuredWindow,
  asOf: Instant,
): Promise<boolean> {
  const found = await foundBy(deps, look, served, asOf);
  return deps.database.transaction(async (tx) => {
    await lockScored(tx, served.project, served.environment);
    if ((await newestWindowNumber(tx, served)) !== served.lastWindow) return false;
    const { range, open } = next;
    const closedAt = found.evaluatedAt;
    const window = await insertWindow(tx, {
      ...{ range, version: served.version, rows: result.rows, rowHash, cut: open.cut, closedAt },
    });
    const facts = { kind: 'window', window: window.number, result, again: false, newest: true } as const;
    await recordEvaluation(tx, { ...found, facts, window, result });
    return true;
  });
}
