import { alertName, retrainingName } from '../domain/ids';
import type { Alert } from '../domain/monitoring/alert';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import type { Card } from '../domain/ports/chat';
import type { Instant, ServingRecord } from '../domain/release/release';
import type { Retraining } from '../domain/retraining/retraining';
import { type Block, item, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say } from './elements/phrase';
import { phraseText } from './elements/render-phrase';
import { type OpenWindow, sayOpenWindow } from './monitoring/open-window';
import { policyBlocks } from './monitoring/policy';
import { stepWords } from './retraining/steps';
import { versionName } from './release/view';
import { renderCard } from './render-card';
import { counted } from './words/count';
import { sayFigure } from './words/figure';
import { sayInstant } from './words/instant';
import { evaluationWords, isJudged, sayKs, sayMeasured } from './words/judgement';
import { sayPeriod } from './words/period';
import { sayReason } from './words/reason';
import { sayShare } from './words/share';

export interface EnvironmentPerformance {
  readonly name: string;
  readonly serving?: ServingRecord;
  /** Newest first: of each window the newest evaluation, and those that no window was closed for. */
  readonly evaluations: readonly Evaluation[];
  /** What is scored since the last window was closed; absent: nothing serves. */
  readonly open?: OpenWindow;
  /** Alerts that are not closed. */
  readonly alerts: readonly Alert[];
  /** The retraining under way. */
  readonly retraining?: Retraining;
}

export interface PerformanceView {
  /** The project as people call it. */
  readonly title: string;
  /** The only version that is asked about, if one is. */
  readonly version?: string;
  /** Absent: nothing is judged. */
  readonly monitoring?: MonitoringPolicy;
  readonly environments: readonly EnvironmentPerformance[];
  readonly now: Instant;
}

const shownEnvironments = 4;
const shownEvaluations = 6;
const nameBytes = 60;
const whyBytes = 220;

/** The answer to `performance`: how well what serves separates, window by window, and what is not known yet. */
export function renderPerformanceCard(view: PerformanceView): Card {
  const version = view.version === undefined ? '' : ` ${versionName(view.version)}`;
  const title = say`How well ${cutText(view.title, nameBytes)}${version} separates events from non-events`;
  const { monitoring } = view;
  if (!monitoring)
    return renderCard({
      title,
      summary: say`${title}: nothing is judged.`,
      blocks: [
        paragraph(say`Nothing is judged: the project file has no section ${code('monitoring')}.`),
        paragraph(say`Scores are recorded all the same; apply a project file with that section to have them judged.`),
      ],
    });
  const shown = view.environments.slice(0, shownEnvironments);
  const left = view.environments.length - shown.length;
  return renderCard({
    title,
    summary: say`${title}: ${shown.map(summarise).join(', ')}.`,
    blocks: [
      ...shown.flatMap((environment) => environmentBlocks(environment, view, monitoring)),
      ...(left > 0 ? [paragraph(say`… ${counted(left, 'more environment')} in the project file.`, 'quiet')] : []),
      section('The policy'),
      ...policyBlocks(monitoring),
    ],
  });
}

/** What waits for its window says nothing new as long as there is a window of what serves. */
function summarise({ name, serving, evaluations }: EnvironmentPerformance): string {
  const closed = evaluations.find(({ window, version }) => window && version === serving?.version);
  const shown = closed ?? evaluations[0];
  return `${cutText(name, nameBytes)} ${shown ? evaluationWords[shown.state].text : 'no evaluation yet'}`;
}

function environmentBlocks(
  environment: EnvironmentPerformance,
  view: PerformanceView,
  monitoring: MonitoringPolicy,
): Block[] {
  const { name, serving, open, alerts, retraining } = environment;
  const [newest] = environment.evaluations;
  // What is scored now is told by the window under way, which is newer than the last look at it. The window that a release
  // cut, and that still waits, is another one.
  const isUnderWay = ({ window, state, release }: Evaluation): boolean =>
    open !== undefined && !window && state === 'immature' && release === serving?.release;
  const evaluations = environment.evaluations.filter((evaluation) => !isUnderWay(evaluation));
  const left = evaluations.length - shownEvaluations;
  return [
    section(cutText(name, nameBytes)),
    row('Serves', serving ? say`${versionName(serving.version)}` : say`nothing`),
    ...(evaluations.length === 0 ? [paragraph(say`No evaluation yet: no window is closed.`)] : []),
    ...evaluations.slice(0, shownEvaluations).flatMap((evaluation) => evaluationBlocks(evaluation, monitoring)),
    ...(left > 0
      ? [item(say`… older ones: ${code(`steward evaluations --environment ${cutText(name, nameBytes)}`)}`, 'quiet')]
      : []),
    ...(open ? [row('Window under way', sayOpenWindow(open, monitoring, view.now))] : []),
    ...(newest && isUnderWay(newest) && newest.why.code === 'outcomes_awaited'
      ? [item(say`Last look, ${sayInstant(newest.asOf)}: ${sayWhy(newest.why)}`, 'quiet')]
      : []),
    ...alerts.slice(0, 3).map(({ number, kind, state }) => row('Alert', say`${alertName(number)}, ${kind}, ${state}`)),
    ...(retraining
      ? [row('Retraining', say`${retrainingName(retraining.number)}, ${stepWords(retraining.state)}`)]
      : []),
  ];
}

function evaluationBlocks(evaluation: Evaluation, monitoring: MonitoringPolicy): Block[] {
  const { window, version, state, result, why } = evaluation;
  const words = evaluationWords[state].text;
  const label = window ? `Window ${window.number}` : 'Window still open';
  const bad = state === 'breach' || state === 'failed';
  if (!isJudged(evaluation))
    return [row(label, say`${versionName(version)}: ${words}`, bad ? 'bad' : 'plain'), item(sayWhy(why), 'quiet')];
  return [
    row(label, say`${versionName(version)}: ${words}, ${sayKs(result, monitoring.threshold)}`, bad ? 'bad' : 'plain'),
    item(sayFacts(evaluation), 'quiet'),
  ];
}

function sayFacts(evaluation: Evaluation): Phrase {
  const { window, result } = evaluation;
  const period = window ? `scored ${sayPeriod(window.fromAt, window.toAt)}; ` : '';
  const auc = result?.auc === undefined ? '' : `AUC ${sayFigure(result.auc)}, `;
  const counts = result ? `${counted(result.events, 'event')}, ${sayShare(result.coverage)} of outcomes known; ` : '';
  return say`${period}${auc}${counts}${sayMeasured(result ? { result } : {})}`;
}

/** Several stand on one card, so each is cut. */
function sayWhy({ code: reason, details }: Evaluation['why']): Phrase {
  return say`${cutText(phraseText(sayReason(reason, details).sentence), whyBytes)}`;
}
