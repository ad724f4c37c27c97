import type { Evaluation, EvaluationResult } from '../../domain/monitoring/evaluation';
import { type Block, item, row } from '../document';
import { type Phrase, say } from '../elements/phrase';
import { counted, sayCount } from '../words/count';
import { sayFigure } from '../words/figure';
import { sayFigureBeside, sayInterval, sayMeasured } from '../words/judgement';
import { sayShare } from '../words/share';

/** One score shared by more rows than this hints at inputs that never arrive. */
const muchTied = 0.2;

/** Every figure of an evaluation, and what was left out of it and why. */
export function figureBlocks(evaluation: Evaluation, threshold: number | undefined): Block[] {
  const { result } = evaluation;
  if (!result) return [item(say`Nothing was computed.`)];
  return [
    row('KS (separation)', sayKsInFull(result, threshold)),
    row('AUC', result.auc === undefined ? say`none can be computed` : say`${sayFigure(result.auc)}`),
    row('Direction', sayDirection(result)),
    row(
      'Rows',
      say`${sayCount(result.rows)}, of which ${sayCount(result.judged)} have a usable score and a known outcome: ${counted(result.events, 'event')} and ${counted(result.nonEvents, 'non-event')}`,
    ),
    row('Outcomes known', say`${sayShare(result.coverage)}; ${counted(result.unknown, 'row')} without`),
    row('Most frequent score', sayTies(result), result.topTie > muchTied ? 'bad' : 'plain'),
    row('Left out', sayLeftOut(result)),
    item(say`All ${sayMeasured(evaluation)}.`, 'quiet'),
  ];
}

function sayKsInFull(result: EvaluationResult, threshold: number | undefined): Phrase {
  if (result.ks === undefined) return say`none can be computed: it takes events and non-events`;
  const at = result.at === undefined ? '' : `, reached at score ${sayFigure(result.at)}`;
  const agreed = threshold === undefined ? '' : `; agreed is at least ${sayFigure(threshold)}`;
  const sure = result.interval
    ? `; 95 % interval ${sayInterval(result.interval)} (standard error at that score, less the bias of small samples)`
    : '';
  const value = threshold === undefined ? sayFigure(result.ks) : sayFigureBeside(result.ks, threshold);
  return say`${value}${at}${agreed}${sure}`;
}

function sayDirection({ direction, auc, ks }: EvaluationResult): Phrase {
  if (ks === undefined) return say`cannot be told`;
  if (direction === 'none') return say`events score neither higher nor lower`;
  if (direction === 'higher' && (auc === undefined || auc >= 0.5)) return say`events score higher, as they should`;
  return say`events score lower: look whether the right score and the right outcome value are compared`;
}

function sayTies({ topTie }: EvaluationResult): Phrase {
  const much = topTie > muchTied ? ': many rows look alike to the model, so look whether their inputs arrive' : '';
  return say`shared by ${sayShare(topTie)} of the rows${much}`;
}

function sayLeftOut({ early, invalid, lost, elsewhere, taken, late }: EvaluationResult): Phrase {
  const parts = [
    ...(early > 0 ? [`${counted(early, 'outcome')} observed before the scoring`] : []),
    ...(invalid > 0 ? [`${counted(invalid, 'score')} not between 0 and 1`] : []),
    ...(lost > 0 ? [`${counted(lost, 'answer')} of that time missing from the record`] : []),
    ...(elsewhere > 0 ? [`${counted(elsewhere, 'answer')} by another call than the contract's`] : []),
    ...(taken > 0 ? [`${counted(taken, 'answer')} under a reference that another row has`] : []),
    ...(late > 0 ? [`${counted(late, 'row')} that came after the window was closed`] : []),
  ];
  return say`${parts.length === 0 ? 'nothing' : parts.join(', ')}`;
}
