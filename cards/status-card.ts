import { type Digest, shortDigest } from '../domain/digest';
import { alertName, releaseName, retrainingName } from '../domain/ids';
import type { ImageCheck } from '../domain/images/kept-image';
import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { EnvironmentObservation } from '../domain/observation/observation';
import type { Card } from '../domain/ports/chat';
import type { Instant, Release, ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import { type Block, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say } from './elements/phrase';
import { sayStanding } from './release/standing';
import { versionName } from './release/view';
import { renderCard } from './render-card';
import { stepWords } from './retraining/steps';
import { sayDuration } from './words/duration';
import { sayInstant } from './words/instant';
import { saySeen } from './words/observation';
import { evaluationWords, isJudged, sayKs } from './words/judgement';
import { actorName, type People } from './words/people';
import { counted, sayCount } from './words/count';
import { sayReason } from './words/reason';

interface EnvironmentStatus {
  readonly name: string;
  /** Its verified releases make the champion. */
  readonly leading: boolean;
  readonly serving?: ServingRecord;
  /** The address that stays the same over releases. */
  readonly address?: string;
  /** The release that is under way there, if one is. */
  readonly open?: Release;
  /** The last look at what serves there; absent: none yet. */
  readonly observed?: EnvironmentObservation;
  /** What was found of the images of the last releases there; absent: they were never asked for. */
  readonly images?: ImageCheck;
  /** Alerts about that which are not closed. */
  readonly troubles?: readonly Alert[];
  /** How what serves there does; absent where nothing is judged. */
  readonly judged?: Judged;
}

interface Judged {
  /** The newest that counted, or else the newest of any kind; absent: none yet. */
  readonly evaluation?: Evaluation;
  /** The newest of any kind, when it was made after that one. */
  readonly since?: Evaluation;
  /** KS that was agreed. */
  readonly threshold: number;
  /** Alerts that are not closed. */
  readonly alerts: readonly Alert[];
  readonly retraining?: Retraining;
}

export interface StatusView {
  /** The project as people call it. */
  readonly title: string;
  readonly environments: readonly EnvironmentStatus[];
  readonly champion?: { readonly label: string; readonly packageDigest: Digest };
  readonly challenger?: { readonly label: string; readonly packageDigest: Digest };
  readonly people: People;
  readonly now: Instant;
}

const shownEnvironments = 8;

/** The answer to `status`: what serves where, and what waits for whom. */
export function renderStatusCard(view: StatusView): Card {
  const title = say`${cutText(view.title, 60)} as of ${sayInstant(view.now)}`;
  const shown = view.environments.slice(0, shownEnvironments);
  const left = view.environments.length - shown.length;
  return renderCard({
    title,
    summary: say`${title}: ${shown.map((environment) => summarise(environment)).join(', ')}.`,
    blocks: [
      row('Champion', sayPointer(view.champion)),
      ...(view.challenger ? [row('Challenger', sayPointer(view.challenger))] : []),
      ...shown.flatMap((environment) => environmentBlocks(environment, view)),
      ...(left > 0 ? [paragraph(say`… ${counted(left, 'more environment')} in the project file.`, 'quiet')] : []),
    ],
  });
}

function summarise({ name, serving }: EnvironmentStatus): string {
  return `${cutText(name, 60)} serves ${serving ? versionName(serving.version) : 'nothing'}`;
}

function sayPointer(pointer: StatusView['champion']): Phrase {
  if (!pointer) return say`none yet`;
  return say`${versionName(pointer.label)}, package ${shortDigest(pointer.packageDigest)}`;
}

function environmentBlocks(environment: EnvironmentStatus, { people, now }: StatusView): Block[] {
  const { name, serving, address, open } = environment;
  return [
    section(`${cutText(name, 60)}${environment.leading ? ' (leading)' : ''}`),
    row('Serves', serving ? sayServed(serving, now) : say`nothing yet`),
    ...(serving && address !== undefined ? [row('Address', say`${cutText(address, 300)}`)] : []),
    ...(serving ? [observedRow(environment, serving, now)] : []),
    ...(serving && environment.images ? [imagesRow(environment.images, now)] : []),
    ...(environment.judged ? [row('Judged', sayJudged(environment.judged, now))] : []),
    ...(open
      ? [row('Under way', sayOpen(open, people))]
      : serving
        ? []
        : [paragraph(say`${code(`deploy champion to ${cutText(name, 60)}`)} asks for a release.`, 'quiet')]),
  ];
}

function sayOpen(release: Release, people: People): Phrase {
  const who = actorName(people, release.requester);
  return say`${releaseName(release.number)}, ${versionName(release.version)}, asked for by ${who}: ${sayStanding(release, people)}`;
}

function sayServed(serving: ServingRecord, now: Instant): Phrase {
  const { version, imageDigest, packageDigest, since } = serving;
  return say`${versionName(version)}, image ${shortDigest(imageDigest)}, package ${shortDigest(packageDigest)}, since ${sayInstant(since)} (${sayDuration(since, now)})`;
}

const shownAlerts = 3;

/** What was seen beside what is recorded, and how old that is. */
function observedRow({ observed, troubles = [] }: EnvironmentStatus, serving: ServingRecord, now: Instant): Block {
  if (observed?.release !== serving.release) return row('Observed', say`not yet`);
  const { state, seenAt, findings } = observed;
  const age = seenAt === undefined ? say`never seen` : say`${sayDuration(seenAt, now)} ago: ${saySeen(observed)}`;
  const [first] = findings;
  const why = first && state !== 'ok' ? say`. ${sayReason(first.code, first.details).sentence}` : say``;
  const names = troubles.slice(0, shownAlerts).map(({ number, state: is }) => `; alert ${alertName(number)} (${is})`);
  return row('Observed', say`${state}, ${age}${names.join('')}${why}`, state === 'ok' ? 'plain' : 'bad');
}

/** Whether what serves, and what it could go back to, could be fetched once more; and how old that is. */
function imagesRow({ checked, away }: ImageCheck, now: Instant): Block {
  const unasked = away === undefined ? '' : `could not be asked for: ${cutText(away, 200)}`;
  if (!checked) return row('Images', say`${unasked}`, 'bad');
  const { images, at } = checked;
  const lost = images.filter((image) => image.lost.length > 0).length;
  const found = say`${sayCount(images.length - lost)} of the last ${sayCount(images.length)} whole`;
  const since = unasked === '' ? '' : `; since then they ${unasked}`;
  return row('Images', say`${found}, asked for ${sayDuration(at, now)} ago${since}`, lost > 0 ? 'bad' : 'plain');
}

/** One line: how it does, how old that is, and what is being done about it. */
function sayJudged({ evaluation, since, threshold, alerts, retraining }: Judged, now: Instant): Phrase {
  const names = [
    ...alerts.slice(0, shownAlerts).map(({ number, state }) => `alert ${alertName(number)} (${state})`),
    ...(retraining ? [`retraining ${retrainingName(retraining.number)} (${stepWords(retraining.state)})`] : []),
  ];
  const rest = names.length === 0 ? '' : `; ${names.join(', ')}`;
  if (!evaluation) return say`no evaluation yet${rest}`;
  const { window, version, evaluatedAt } = evaluation;
  const where = window ? `, window ${window.number}` : '';
  const age = sayDuration(evaluatedAt, now);
  return say`${versionName(version)}${where}: ${sayState(evaluation, threshold)}, ${age} ago${saySince(since, threshold)}${rest}`;
}

function saySince(since: Evaluation | undefined, threshold: number): Phrase {
  if (!since) return say``;
  const where = since.window ? `window ${since.window.number}` : 'the next window';
  return say`; since then ${where}: ${sayState(since, threshold)}`;
}

function sayState(evaluation: Evaluation, threshold: number): Phrase {
  const figure = isJudged(evaluation) ? say`, ${sayKs(evaluation.result, threshold)}` : say``;
  return say`${evaluationWords[evaluation.state].text.toLowerCase()}${figure}`;
}
