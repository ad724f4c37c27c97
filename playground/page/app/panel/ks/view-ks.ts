import type { Environment, Evaluation } from '../../../wire/overview';
import { type PlacedMark, placeMarks } from './place-marks';
import { type KsScale, scaleKs } from './scale-ks';
import { listWindows, selectWindows } from './select-windows';
import { styleVersions, type VersionStyle } from './style-versions';

/** Pixels around the plot, for the labels of its axes. */
export const ksMargins = { left: 44, right: 10, bottom: 26 } as const;

export interface KsView {
  /** The newest ones, as many as there is room for; the first stands at 1. */
  readonly windows: readonly Evaluation[];
  /** Older ones that are not drawn. */
  readonly hidden: number;
  readonly marks: readonly PlacedMark[];
  /** Of all windows, so that a version keeps its shape when older ones are drawn no more. */
  readonly versions: readonly VersionStyle[];
  readonly scale: KsScale;
  /** What KS had to be at least when each window was judged. */
  readonly thresholds: readonly (number | null)[];
  /** Places of the windows that have room for their name below them; the newest always. */
  readonly named: readonly number[];
}

const nameWidth = 32;

/** What a chart of so many pixels shows of an environment's windows. */
export function viewKs(environment: Pick<Environment, 'evaluations' | 'marks' | 'policy'>, width: number): KsView {
  const plotWidth = Math.max(1, width - ksMargins.left - ksMargins.right);
  const all = listWindows(environment);
  const windows = selectWindows(all, plotWidth);
  const hidden = all.length - windows.length;
  const thresholds = windows.map(({ threshold }) => threshold);
  return {
    windows,
    hidden,
    marks: placeMarks(environment.marks, windows, hidden, plotWidth),
    versions: styleVersions(all),
    scale: scaleKs(
      windows,
      [...new Set(thresholds)].filter((threshold) => threshold !== null),
    ),
    thresholds,
    named: nameEvenly(windows.length, plotWidth),
  };
}

function nameEvenly(windows: number, plotWidth: number): readonly number[] {
  const step = Math.max(1, Math.ceil((nameWidth * windows) / plotWidth));
  return Array.from({ length: windows }, (_, index) => index + 1).filter((place) => (windows - place) % step === 0);
}
