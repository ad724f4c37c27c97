import type { Card } from '../domain/ports/chat';
import type { Evaluation } from '../domain/monitoring/evaluation';
import type { MonitoringPolicy } from '../domain/monitoring/policy';
import { type Block, paragraph, row, section } from './document';
import { cutText } from './elements/cut-text';
import { code, type Phrase, say } from './elements/phrase';
import { figureBlocks } from './monitoring/figures';
import { shiftBlocks } from './monitoring/shifts';
import { renderCard } from './render-card';
import { counted, sayOrdinal } from './words/count';
import { sayInstant } from './words/instant';
import { evaluationWords, isJudged } from './words/judgement';
import { type People, personName } from './words/people';
import { sayPeriod } from './words/period';
import { sayReason } from './words/reason';

export interface EvaluationView {
  readonly evaluation: Evaluation;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
  /** The applied policy; absent: no longer judged. */
  readonly monitoring?: MonitoringPolicy;
}

const nameBytes = 48;

/** One evaluation in full: the answer to `evaluate`. */
export function renderEvaluationCard(view: EvaluationView): Card {
  const { evaluation, monitoring } = view;
  const state = evaluationWords[evaluation.state];
  const what = `${cutText(view.title, nameBytes)} ${cutText(evaluation.version, nameBytes)} in ${cutText(evaluation.environment, nameBytes)}`;
  const title = say`How well ${what} separates events from non-events`;
  const { sentence, cure } = sayReason(evaluation.why.code, evaluation.why.details);
  return renderCard({
    title,
    summary: say`${title}: ${state.text}. ${sentence}`,
    blocks: [
      { kind: 'state', text: state.text, style: state.style },
      paragraph(sentence),
      paragraph(cure),
      ...windowBlocks(evaluation),
      ...figureBlocks(evaluation, monitoring?.threshold),
      row('Counts', sayCounts(evaluation)),
      row('As of', sayAsOf(view)),
      ...verifyBlocks(evaluation),
    ],
    details: shiftBlocks(evaluation.result),
  });
}

function windowBlocks({ window }: Evaluation): Block[] {
  if (!window) return [row('Window', say`still open`)];
  const cut = window.cut ? '; a release ended it before it was full' : '';
  return [
    row(
      'Window',
      say`${window.number}, ${counted(window.rows, 'row')} scored ${sayPeriod(window.fromAt, window.toAt)}, closed at ${sayInstant(window.closedAt)}${cut}`,
    ),
  ];
}

function sayCounts(evaluation: Evaluation): Phrase {
  const { counted: counts, window, breaches } = evaluation;
  const inRow =
    breaches === 0
      ? 'no breaches in a row'
      : `${breaches === 1 ? 'one breach' : `the ${sayOrdinal(breaches)} breach`} in a row`;
  if (counts) return say`yes, it is the one evaluation of its window that counts; ${inRow}`;
  const soFar = `Breaches in a row so far: ${breaches === 0 ? 'none' : breaches}.`;
  if (!window) return say`no, its window is not closed yet. ${soFar}`;
  if (!isJudged(evaluation)) return say`no, it says neither that the model does well nor that it does not. ${soFar}`;
  return say`no, its window was judged before: it is kept and shown, and changes no count. ${soFar}`;
}

function sayAsOf({ evaluation, people }: EvaluationView): Phrase {
  const { asOf, evaluatedAt, cause, askedBy, number } = evaluation;
  const who = askedBy === undefined ? 'somebody' : personName(people, askedBy);
  const causes = {
    timer: 'by the clock',
    asked: `asked for by ${who}`,
    outcomes: 'after an import of outcomes',
  } as const;
  return say`outcomes recorded by ${sayInstant(asOf)}; evaluation ${number}, made at ${sayInstant(evaluatedAt)}, ${causes[cause]}`;
}

/** How somebody else computes the same figures. */
function verifyBlocks({ window, project, environment, asOf }: Evaluation): Block[] {
  if (!window) return [];
  const place = `--project ${shellWord(project)} --environment ${shellWord(environment)}`;
  const file = `window-${window.number}.csv`;
  return [
    section('To compute it again yourself'),
    { kind: 'command', line: `steward scores export ${place} --window ${window.number} --as-of ${asOf} --out ${file}` },
    { kind: 'command', line: `steward ks ${file} --score score --outcome event --event 1` },
    paragraph(say`${code('performance')} shows the other windows.`, 'quiet'),
  ];
}

/** Text that a shell takes as one word, whatever is in it. */
function shellWord(text: string): string {
  const word = text.slice(0, 120);
  return /^[\w.:-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
