import { countMissing, hashRows, readScores, sampleInputs } from '../../database/window-rows';
import { rangeOf, type RowRange } from '../../database/row-ranges';
import { getVersion } from '../../database/versions';
import { findBaseline } from '../../database/windows';
import type { Digest } from '../../domain/digest';
import type { EvaluationResult, Window } from '../../domain/monitoring/evaluation';
import { inputShifts } from '../../domain/monitoring/input-shifts';
import { measureWindow, type WindowFacts, type WindowRows } from '../../domain/monitoring/measure-window';
import type { Instant } from '../../domain/release/release';
import type { MonitoringDependencies } from './dependencies';

/** Rows of each side that the shifts of inputs are computed from. */
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
  const shifted = baseline && baseline.number !== known?.number ? await compare(deps, version, range, baseline) : {};
  const result = measureWindow({ rows, missing: await countMissing(database, range, asOf), ...shifted });
  const { digest, rows: hashed } = await hashRows(database, range);
  if (hashed !== result.rows) throw new RangeError(`${hashed} rows were hashed, ${result.rows} measured`);
  return { result, rowHash: digest };
}

async function compare(
  { database }: Pick<MonitoringDependencies, 'database'>,
  version: string,
  range: RowRange,
  baseline: Window,
): Promise<Pick<WindowFacts, 'baseline' | 'inputShifts'>> {
  const { manifest } = await getVersion(database, range.project, version);
  const before = await rangeOf(database, baseline);
  const [earlier, current] = [
    await sampleInputs(database, before, sampledRows),
    await sampleInputs(database, range, sampledRows),
  ];
  const all = earlier.whole && current.whole;
  return {
    baseline: { window: baseline.number, scores: await readScores(database, before) },
    inputShifts: {
      shifts: inputShifts(manifest.contract.inputs, earlier.inputs, current.inputs),
      ...(all ? {} : { sampled: current.inputs.length }),
    },
  };
}
