import type { Retraining } from '../../domain/retraining/retraining';
import { type Block, row, section } from '../document';
import { cutText } from '../elements/cut-text';
import { code, say } from '../elements/phrase';
import { sayBytes } from '../words/bytes';
import { sayFigure } from '../words/figure';
import { sayInstant } from '../words/instant';
import { metricBlocks } from '../words/metrics';
import { shortList } from '../words/short-list';
import type { RetrainingView } from './view';

const shownParameters = 10;

/** All that was used and made, by digest: what it takes to make the same again, and what a reader must know. */
export function retrainingDetailBlocks(view: RetrainingView): Block[] {
  const { retraining } = view;
  return [
    ...(view.intendedUse === undefined ? [] : [row('Intended use', say`${cutText(view.intendedUse, 400)}`)]),
    ...datasetBlocks(retraining),
    ...trainingBlocks(retraining),
    ...candidateBlocks(view),
    row('Policy', say`${retraining.policyHash}`),
    ...limitBlocks(view),
  ];
}

function datasetBlocks({ dataset }: Retraining): Block[] {
  if (!dataset) return [];
  return [row('Dataset', say`${dataset.digest}, with the outcomes that were recorded by ${sayInstant(dataset.asOf)}`)];
}

function trainingBlocks({ spec, candidate }: Retraining): Block[] {
  const parameters = Object.entries(candidate?.metrics?.parameters ?? spec?.parameters ?? {});
  const shown = parameters
    .slice(0, shownParameters)
    .map(([name, value]) => `${cutText(name, 40)} ${sayFigure(value)}`)
    .join(', ');
  const left = parameters.length - shownParameters;
  return [
    ...(spec ? [row('Seed', say`${spec.seed}`)] : []),
    ...(shown === '' ? [] : [row('Parameters', say`${shown}${left > 0 ? `, ${left} more` : ''}`)]),
    ...(candidate?.metrics
      ? [row('Split', say`${cutText(candidate.metrics.split.said.replace(/^Split /, ''), 300)}`)]
      : []),
  ];
}

function candidateBlocks({ retraining, fullRecord }: RetrainingView): Block[] {
  const { candidate } = retraining;
  if (!candidate) return [];
  const { metrics } = candidate;
  return [
    row('Package', say`${candidate.packageDigest}, ${sayBytes(candidate.bytes)}`),
    ...(metrics
      ? [
          row('Algorithm', say`${cutText(metrics.algorithm, 120)}, ${metrics.rounds} rounds`),
          ...metricBlocks(metrics.metrics, say`type ${code(fullRecord)}`),
        ]
      : []),
  ];
}

function limitBlocks({ limits, fullRecord }: RetrainingView): Block[] {
  if (limits.length === 0) return [];
  return [section('Limits'), ...shortList(limits, { entries: 8, bytes: 300, rest: say`type ${code(fullRecord)}` })];
}
