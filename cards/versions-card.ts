import { type Digest, shortDigest } from '../domain/digest';
import { retrainingName } from '../domain/ids';
import type { MeasuredKs } from '../domain/monitoring/measured-ks';
import type { DeclaredMetric, PackageFormat } from '../domain/package/manifest';
import type { Card } from '../domain/ports/chat';
import type { Instant } from '../domain/release/release';
import { type Block, item, paragraph, row } from './document';
import { cutText } from './elements/cut-text';
import { code, enumerate, type Phrase, say } from './elements/phrase';
import { versionName } from './release/view';
import { renderCard } from './render-card';
import { formatTitle } from './words/format';
import { sayInstant } from './words/instant';
import { sayMeasuredKs } from './words/judgement';
import { sayMetric } from './words/metrics';
import { counted } from './words/count';

interface VersionLine {
  readonly label: string;
  readonly packageDigest: Digest;
  readonly format: PackageFormat;
  /** Name of the modeller. */
  readonly registeredBy: string;
  readonly registeredAt: Instant;
  /** The number of the retraining that made it: then its modeller is who asked for that. */
  readonly retraining?: number;
  /** The figure that stands for the version, when its package declares one. */
  readonly metric?: DeclaredMetric;
  /** Its newest judgement, or what a gate measured of it. */
  readonly measured?: MeasuredKs;
  /** Environments that serve it now. */
  readonly servesIn: readonly string[];
}

export interface VersionsView {
  /** The project as people call it. */
  readonly title: string;
  /** Newest first. */
  readonly versions: readonly VersionLine[];
  /** How many there are in all. */
  readonly total: number;
  readonly champion?: string;
  readonly challenger?: string;
}

const shownVersions = 12;

/** The answer to `versions`. */
export function renderVersionsCard(view: VersionsView): Card {
  const title = say`Versions of ${cutText(view.title, 60)}`;
  const shown = view.versions.slice(0, shownVersions);
  const left = view.total - shown.length;
  return renderCard({
    title,
    summary: say`${title}: ${view.total}.`,
    blocks: [
      ...(view.total === 0
        ? [paragraph(say`There are none yet. ${code('register <file>')} registers a package.`)]
        : [paragraph(sayPointers(view))]),
      ...shown.flatMap((version) => versionBlocks(version, view)),
      ...(left > 0 ? [item(say`… ${counted(left, 'older version')}, not shown.`, 'quiet')] : []),
    ],
  });
}

function sayPointers({ champion, challenger }: VersionsView): Phrase {
  const first = champion === undefined ? say`There is no champion.` : say`The champion is ${versionName(champion)}.`;
  return challenger === undefined ? first : say`${first} The challenger is ${versionName(challenger)}.`;
}

function versionBlocks(version: VersionLine, view: VersionsView): Block[] {
  const { label, measured, metric } = version;
  const figures = [...(measured ? [sayMeasuredKs(measured)] : []), ...(metric ? [sayMetric(metric)] : [])];
  const where = version.servesIn
    .slice(0, 6)
    .map((name) => cutText(name, 40))
    .join(' and ');
  const serves = where === '' ? '' : `; serves in ${cutText(where, 200)}`;
  const marks = [
    ...(label === view.champion ? ['champion'] : []),
    ...(label === view.challenger ? ['challenger'] : []),
    `package ${shortDigest(version.packageDigest)}`,
    formatTitle(version.format),
  ];
  return [
    row(versionName(label), say`${marks.join(', ')}${serves}`),
    item(
      say`${figures.length === 0 ? 'no evidence yet' : enumerate(figures, 'and')}; ${sayOrigin(version)} at ${sayInstant(version.registeredAt)}`,
      'quiet',
    ),
  ];
}

function sayOrigin({ registeredBy, retraining }: VersionLine): string {
  const who = cutText(registeredBy, 60);
  return retraining === undefined
    ? `registered by ${who}`
    : `retrained by ${retrainingName(retraining)}, asked for by ${who}`;
}
