import type { Database } from '../../database/database';
import { countLate, countMissing, hashRows, sampleRows } from '../../database/window-rows';
import { rangeOf, type RowRange } from '../../database/row-ranges';
import { getVersion } from '../../database/versions';
import { findBaseline } from '../../database/windows';
import type { Digest } from '../../domain/digest';
import type { EvaluationResult, Window } from '../../domain/monitoring/evaluation';
import { findShifts } from '../../domain/monitoring/find-shifts';
import { measureRows, type WindowRows } from '../../domain/monitoring/measure-rows';
import type { InputSpec } from '../../domain/package/contract';
import type { Instant } from '../../domain/release/release';
import type { MonitoringDependencies } from './dependencies';

/** Rows of each side that shifts are computed from, at most: they inform, and decide nothing. */
const sampledRows = 10_000;

export interface MeasuredWindow {
  readonly result: EvaluationResult;
  readonly rowHash: Digest;
}

/**
 * Computes everything over a range of rows, which were read with the outcomes that were known as of a time: the same again
 * whenever that is done. `known` is the range's window, when it is closed already.
 */
export async function evaluateWindow(
  deps: Pick<MonitoringDependencies, 'database'>,
  version: string,
  range: RowRange,
  rows: WindowRows,
  asOf: Instant,
  known?: Pick<Window, 'number'>,
): Promise<MeasuredWindow> {
  const { database } = deps;
  const baseline = await findBaseline(database, range.project, range.environment, version);
  const compared =
    baseline && baseline.number !== known?.number ? await openComparison(deps, version, baseline) : undefined;
  const passes = Promise.all([
    hashRows(database, range),
    compared ? compare(database, compared, range, rows.scores.length) : { shifts: [] },
  ]);
  // By the time these are known the passes are under way: they go on in PostgreSQL while the figures are computed here.
  const figures = countMissing(database, range, asOf).then((counts) => ({ ...measureRows(rows), ...counts }));
  const [[hashed, shifted], measured] = await Promise.all([passes, figures]);
  if (hashed.rows !== measured.rows) throw new RangeError(`${hashed.rows} rows were hashed, ${measured.rows} measured`);
  const late = hashed.newer === 0 ? 0 : await countLate(database, range, asOf);
  return { result: { ...measured, late, ...shifted }, rowHash: hashed.digest };
}

/** A window to compare with, its rows, and the inputs to compare. */
interface Comparison {
  readonly baseline: Window;
  readonly range: RowRange;
  readonly inputs: readonly InputSpec[];
}

async function openComparison(
  { database }: Pick<MonitoringDependencies, 'database'>,
  version: string,
  baseline: Window,
): Promise<Comparison> {
  const { manifest } = await getVersion(database, baseline.project, version);
  return { baseline, range: await rangeOf(database, baseline), inputs: manifest.contract.inputs };
}

async function compare(
  database: Database,
  { baseline, range, inputs }: Comparison,
  compared: RowRange,
  rows: number,
): Promise<Pick<EvaluationResult, 'baseline' | 'shifts' | 'sampled'>> {
  const [earlier, current] = await Promise.all([
    sampleRows(database, range, baseline.rows, sampledRows),
    sampleRows(database, compared, rows, sampledRows),
  ]);
  const whole = earlier.length === baseline.rows && current.length === rows;
  return {
    baseline: baseline.number,
    shifts: findShifts(inputs, earlier, current),
    ...(whole ? {} : { sampled: current.length }),
  };
}
