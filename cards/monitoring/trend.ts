import type { Evaluation } from '../../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../../domain/monitoring/policy';
import { type Block, item, section } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { counted } from '../words/count';
import { evaluationWords, sayKs } from '../words/judgement';

/** Windows shown at most. */
export const trendWindows = 12;
const labelBytes = 24;

/** The last windows, drawn where the channel can, and in words everywhere. */
export function trendBlocks(evaluations: readonly Evaluation[], monitoring: MonitoringPolicy | undefined): Block[] {
  const shown = evaluations.filter(({ window }) => window !== undefined).slice(-trendWindows);
  if (shown.length === 0) return [];
  const points = shown.flatMap(({ window, result }) =>
    window && result?.ks !== undefined && Number.isFinite(result.ks)
      ? [{ window: window.number, value: result.direction === 'lower' ? -result.ks : result.ks }]
      : [],
  );
  const chart: Block[] =
    points.length < 2 || !monitoring ? [] : [{ kind: 'trend', figure: 'KS', points, threshold: monitoring.threshold }];
  return [
    section('The last windows (KS measured by Steward)'),
    ...chart,
    ...shown.map((evaluation) => item(sayWindow(evaluation, monitoring))),
  ];
}

function sayWindow({ window, version, state, result }: Evaluation, monitoring: MonitoringPolicy | undefined) {
  const judged = result?.ks === undefined ? '' : `, ${counted(result.judged, 'row')}`;
  return say`Window ${window?.number ?? 0}, ${cutText(version, labelBytes)}: ${sayKs(result, monitoring?.threshold)}${judged}: ${evaluationWords[state].text.toLowerCase()}`;
}
