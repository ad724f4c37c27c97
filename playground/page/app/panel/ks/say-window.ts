import type { Evaluation } from '../../../wire/overview';
import { counted } from '../words/say-count';
import { sayFigure, sayFigureBeside } from '../words/say-figure';
import { sayInstant } from '../words/say-instant';

/** All that is known of a window, a line each; the first says which it is and how it came out. */
export function sayWindow(evaluation: Evaluation): readonly string[] {
  const { window, version, threshold, auc, rows, events, from, to } = evaluation;
  return [
    `Window ${window}, ${version}: ${evaluation.stateWords}`,
    ...sayKs(evaluation),
    ...(threshold === null ? [] : [`agreed: at least ${sayFigure(threshold)}`]),
    ...(auc === null ? [] : [`AUC ${sayFigure(auc)}`]),
    `${counted(rows, 'row')}, ${counted(events, 'event')}`,
    `scored ${sayInstant(from)}`,
    `to ${sayInstant(to)}`,
  ];
}

function sayKs({ ks, low, high, level, threshold }: Evaluation): readonly string[] {
  if (ks === null) return ['no KS'];
  const value = threshold === null ? sayFigure(ks) : sayFigureBeside(ks, threshold);
  if (low === null || high === null) return [`KS ${value}`];
  return [`KS ${value}, ${Math.round(level * 100)} % interval ${sayFigure(low)} to ${sayFigure(high)}`];
}
