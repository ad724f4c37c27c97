import { durationText } from '../../domain/duration-text';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import { type Block, paragraph } from '../document';
import { say } from '../elements/phrase';
import { counted } from '../words/count';
import { sayFigure } from '../words/figure';
import { sayShare } from '../words/share';

/** How the project has its models judged, in sentences. */
export function policyBlocks(policy: MonitoringPolicy): Block[] {
  const { window, everyMs, maturityMs, coverage, threshold, margin, minimumEvents, consecutive } = policy;
  const size = window.kind === 'rows' ? `of ${counted(window.rows, 'row')}` : `of ${durationText(window.ms)}`;
  return [
    paragraph(
      say`KS (separation) is to be at least ${sayFigure(threshold)}; below that is a breach, below ${sayFigure(Number((threshold + margin).toPrecision(12)))} is close to the limit. ${consecutive === 1 ? 'One breach raises' : `${counted(consecutive, 'breach', 'breaches')} in a row raise`} an alert.`,
      'quiet',
    ),
    paragraph(
      say`Looked at every ${durationText(everyMs).replace(/^1 /, '')}, in windows ${size}, once ${maturityMs === 0 ? '' : `a row is ${durationText(maturityMs)} old and `}${sayShare(coverage)} of the outcomes are known; it takes ${counted(minimumEvents, 'event')} and as many non-events.`,
      'quiet',
    ),
  ];
}
