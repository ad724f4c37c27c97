import type { Environment, Evaluation } from '../../../wire/overview';

/** Pixels that a window needs to be told from its neighbours. */
const pixelsEach = 15;

/** Of each window the newest evaluation, in the order of the windows. */
export function orderWindows(evaluations: readonly Evaluation[]): readonly Evaluation[] {
  const newest = new Map<number, Evaluation>();
  for (const evaluation of evaluations) {
    const other = newest.get(evaluation.window);
    if (other === undefined || other.asOf <= evaluation.asOf) newest.set(evaluation.window, evaluation);
  }
  return [...newest.values()].sort((one, other) => one.window - other.window);
}

/** The windows with what was agreed when they were judged; where that is not told, with what is agreed now. */
export function listWindows({
  evaluations,
  policy,
}: Pick<Environment, 'evaluations' | 'policy'>): readonly Evaluation[] {
  return orderWindows(evaluations).map((evaluation) => ({
    ...evaluation,
    threshold: evaluation.threshold ?? policy?.threshold ?? null,
  }));
}

/** The newest windows, as many as stay readable on so many pixels. */
export function selectWindows(windows: readonly Evaluation[], plotWidth: number): readonly Evaluation[] {
  return windows.slice(-Math.max(4, Math.floor(plotWidth / pixelsEach)));
}
