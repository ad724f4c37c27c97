import type { Evaluation, EvaluationResult, EvaluationState, Interval } from '../../domain/monitoring/evaluation';
import type { MeasuredKs } from '../../domain/monitoring/measured-ks';
import { retrainingName } from '../../domain/ids';
import type { BadgeStyle } from '../elements/badge';
import { type Phrase, say } from '../elements/phrase';
import { counted } from './count';
import { sayFigure } from './figure';

/** A state in words for people: what is not judged never reads like what is well. */
export const evaluationWords: Readonly<Record<EvaluationState, { readonly text: string; readonly style: BadgeStyle }>> =
  {
    ok: { text: 'OK', style: 'Good' },
    warn: { text: 'Close to the limit', style: 'Warning' },
    breach: { text: 'Below what was agreed', style: 'Attention' },
    insufficient: { text: 'Not enough to judge', style: 'Informative' },
    immature: { text: 'Not judged yet', style: 'Informative' },
    inconclusive: { text: 'Cannot be judged', style: 'Warning' },
    failed: { text: 'The evaluation failed', style: 'Attention' },
  };

/** The states in which a window was judged by its KS. */
export function isJudged({ state }: Pick<Evaluation, 'state'>): boolean {
  return state === 'ok' || state === 'warn' || state === 'breach';
}

/** `0.4102`; with more digits where four would hide on which side of `other` it lies. */
export function sayFigureBeside(value: number, other: number): string {
  if (!Number.isFinite(value) || value === other) return sayFigure(value);
  for (let digits = 4; digits < 17; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (rounded !== other && rounded > other === value > other) return String(rounded);
  }
  return String(value);
}

export function sayInterval({ low, high }: Interval): string {
  return `[${sayFigure(low)}, ${sayFigure(high)}]`;
}

/** `+0.1101 [0.07133, 0.1498]`: a difference of two KS, with its sign. */
export function sayDifference(difference: number, interval: Interval | undefined): string {
  return `${difference > 0 ? '+' : ''}${sayFigure(difference)}${interval ? ` ${sayInterval(interval)}` : ''}`;
}

/** `KS 0.4102 [0.3811, 0.4393]`, or in words that there is none. */
export function sayKs(
  result: Pick<EvaluationResult, 'ks' | 'interval' | 'direction'> | undefined,
  threshold?: number,
): Phrase {
  if (result?.ks === undefined) return say`no KS`;
  const value = threshold === undefined ? sayFigure(result.ks) : sayFigureBeside(result.ks, threshold);
  const turned = result.direction === 'lower' ? ' in the wrong direction' : '';
  return say`KS ${value}${result.interval ? ` ${sayInterval(result.interval)}` : ''}${turned}`;
}

/** `measured by Steward on 1,463 rows of window 6` */
export function sayMeasured({ result, window }: Pick<Evaluation, 'result' | 'window'>): string {
  const where = window ? ` of window ${window.number}` : '';
  return `measured by Steward on ${counted(result?.judged ?? 0, 'row')}${where}`;
}

/** `KS 0.526 [0.481, 0.571] (measured by Steward on 1,463 rows of window 6)`; a gate's with its retraining. */
export function sayMeasuredKs(measured: MeasuredKs): Phrase {
  const { rows, window, retraining } = measured;
  const by = retraining === undefined ? '' : ` in ${retrainingName(retraining)}`;
  return say`${sayKs(measured)} (measured by Steward${by} on ${counted(rows, 'row')} of window ${window})`;
}
