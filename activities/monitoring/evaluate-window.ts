import { countLate, countMissing, hashRows, sampleRows } from '../../database/window-rows';
import { rangeOf, type RowRange } from '../../database/row-ranges';
import { getVersion } from '../../database/versions';
import { findBaseline } from '../../database/windows';
import type { Digest } from '../../domain/digest';
import type { EvaluationResult, Window } from '../../domain/monitoring/evaluation';
import { findShifts } from '../../domain/monitoring/find-shifts';
import { measureWindow, type Shifted, type WindowRows } from '../../domain/monitoring/measure-window';
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
  const compared = baseline && baseline.number !== known?.number ? baseline : undefined;
  const [missing, late, hashed, shifted] = await Promise.all([
    countMissing(database, range, asOf),
    countLate(database, range, asOf),
    hashRows(database, range),
    compared ? compare(deps, version, range, rows.scores.length, compared) : undefined,
  ]);
  const result = measureWindow({ rows, missing: { ...missing, late }, ...(shifted ? { shifted } : {}) });
  if (hashed.rows !== result.rows) throw new RangeError(`${hashed.rows} rows were hashed, ${result.rows} measured`);
  return { result, rowHash: hashed.digest };
}

async function compare(
  { database }: Pick<MonitoringDependencies, 'database'>,
  version: string,
  range: RowRange,
  rows: number,
  baseline: Window,
): Promise<Shifted> {
  const { manifest } = await getVersion(database, range.project, version);
  const before = await rangeOf(database, baseline);
  const [earlier, current] = await Promise.all([
    sampleRows(database, before, baseline.rows, sampledRows),
    sampleRows(database, range, rows, sampledRows),
  ]);
  const whole = earlier.length === baseline.rows && current.length === rows;
  return {
    baseline: baseline.number,
    shifts: findShifts(manifest.contract.inputs, earlier, current),
    ...(whole ? {} : { sampled: current.length }),
  };
}
