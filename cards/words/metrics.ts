import type { DeclaredMetric } from '../../domain/package/manifest';
import { type Block, item, paragraph } from '../document';
import { cutText } from '../elements/cut-text';
import { type Phrase, say } from '../elements/phrase';
import { sayFigure } from './figure';
import { counted } from './count';
import { moreBlock } from './short-list';

const shownMetrics = 6;
const nameBytes = 48;

const known: Readonly<Record<string, string>> = { ks: 'KS', auc: 'AUC', gini: 'Gini', logLoss: 'Log loss' };

/** The figures that a package claims, each with its mark; none: that there is no evidence yet, in words. */
export function metricBlocks(metrics: readonly DeclaredMetric[], rest: Phrase): Block[] {
  if (metrics.length === 0)
    return [paragraph(say`No evidence yet: the package declares no figures, and Steward has measured none.`)];
  return [
    ...metrics.slice(0, shownMetrics).map((metric) => item(sayMetric(metric))),
    ...moreBlock(metrics.length - shownMetrics, rest),
  ];
}

/** `KS 0.5312 on test, 596 rows (declared by the package)` */
export function sayMetric({ name, value, dataset, rows }: DeclaredMetric): Phrase {
  const title = Object.hasOwn(known, name) ? (known[name] ?? name) : cutText(name, nameBytes);
  const where = dataset === undefined ? '' : ` on ${cutText(dataset, nameBytes)}`;
  const count = rows === undefined ? '' : `, ${counted(rows, 'row')}`;
  return say`${title} ${sayFigure(value)}${where}${count} (declared by the package)`;
}
