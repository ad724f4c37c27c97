import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import { type Block, paragraph, row } from '../document';
import { type Phrase, say } from '../elements/phrase';
import { versionName } from '../release/view';
import { counted, sayOrdinal } from '../words/count';
import { sayFigure } from '../words/figure';
import { sayInstant } from '../words/instant';
import { isJudged, sayFigureBeside, sayInterval, sayKs, sayMeasured } from '../words/judgement';
import { sayPeriod } from '../words/period';
import { sayReason } from '../words/reason';
import { sayShare } from '../words/share';
import type { AlertView } from './view';

/** What got worse, over which applicants, and what is known of them. */
export function findingBlocks(view: AlertView): Block[] {
  const { alert, evaluation } = view;
  const closed = alert.state === 'closed';
  if (alert.kind !== 'decay' || !isJudged(evaluation))
    return [
      paragraph(sayReason(evaluation.why.code, evaluation.why.details).sentence, closed ? 'plain' : 'bad'),
      ...periodBlocks(evaluation),
    ];
  return [paragraph(sayDecay(evaluation, view.monitoring), closed ? 'plain' : 'bad'), ...periodBlocks(evaluation)];
}

/** `Its KS (separation) is 0.4102, agreed is at least 0.45: the 2nd window in a row below that.` */
function sayDecay(evaluation: Evaluation, monitoring: MonitoringPolicy | undefined): Phrase {
  const { result, breaches, why } = evaluation;
  const ks = result?.ks;
  // The wrong way round, or all scores equal: the figure alone would not tell.
  if (ks === undefined || result?.direction !== 'higher') return sayReason(why.code, why.details).sentence;
  if (!monitoring) return say`Its KS (separation) is ${sayFigure(ks)}.`;
  const { threshold, margin } = monitoring;
  const agreed = say`Its KS (separation) is ${sayFigureBeside(ks, threshold)}, agreed is at least ${sayFigure(threshold)}`;
  const limit = Number((threshold + margin).toPrecision(12));
  if (ks >= limit) return say`${agreed}.`;
  if (ks >= threshold) return say`${agreed}: close to the limit. The alert closes at ${sayFigure(limit)} or more.`;
  return breaches > 1 ? say`${agreed}: the ${sayOrdinal(breaches)} window in a row below that.` : say`${agreed}.`;
}

/** The scoring period, the share of outcomes known, and where the figures are from. */
export function periodBlocks(evaluation: Evaluation): Block[] {
  const { window, result } = evaluation;
  return [
    ...(window
      ? [
          row(
            'Scoring period',
            say`${sayPeriod(window.fromAt, window.toAt)}, window ${window.number} of ${counted(window.rows, 'row')}${window.cut ? ' (a release ended it before it was full)' : ''}`,
          ),
        ]
      : []),
    ...(result ? [row('Outcomes known', sayOutcomes(evaluation))] : []),
    ...(isJudged(evaluation) && result?.direction === 'higher' && result.interval
      ? [
          row(
            'How sure',
            say`KS lies in ${sayInterval(result.interval)} with 95 % confidence, ${sayMeasured(evaluation)}`,
          ),
        ]
      : []),
  ];
}

export function sayOutcomes({ result }: Evaluation): Phrase {
  if (!result) return say`not known`;
  const { coverage, events, nonEvents, unknown } = result;
  const missing = unknown === 0 ? 'none is missing' : `${counted(unknown, 'row')} still without`;
  return say`${sayShare(coverage)}, ${counted(events, 'event')} and ${counted(nonEvents, 'non-event')}; ${missing}`;
}

/** The last evaluation that was ok, or that there was none. */
export function lastGoodBlock({ lastGood }: Pick<AlertView, 'lastGood'>): Block {
  if (!lastGood) return row('Last good evaluation', say`none yet`);
  const window = lastGood.window ? ` of window ${lastGood.window.number}` : '';
  return row(
    'Last good evaluation',
    say`${sayInstant(lastGood.evaluatedAt)}${window}, ${versionName(lastGood.version)}: ${sayKs(lastGood.result)}`,
  );
}
