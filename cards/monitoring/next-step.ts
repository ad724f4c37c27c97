import { retrainingName } from '../../domain/ids';
import { type Block, paragraph, section } from '../document';
import { type Phrase, say } from '../elements/phrase';
import { cutText } from '../elements/cut-text';
import { counted } from '../words/count';
import { sayFigure } from '../words/figure';
import { readCode } from '../words/read-code';
import { sayReason } from '../words/reason';
import { stepWords } from '../retraining/steps';
import { sayRemoved } from './removed-environment';
import { type AlertView, alertNames } from './view';

const whyBytes = 400;

/** What happens now, by whom, and what does not happen without people. */
export function nextStepBlocks(view: AlertView): Block[] {
  return [section('What happens next'), ...nextSteps(view).map((step) => paragraph(step))];
}

/** The same as sentences; the first is what happens, the last what does not. */
export function nextSteps(view: AlertView): readonly Phrase[] {
  const { environment, version } = alertNames(view);
  const { closed, kind } = view.alert;
  if (closed?.why === 'removed') return [sayRemoved(environment)];
  if (closed?.why === 'replaced')
    return [say`${environment} no longer serves ${version}. What serves now is judged from its own first window.`];
  if (closed) return [say`Nothing: the newest window is what was agreed again.`];
  if (kind !== 'decay') return [sayCure(view), say`Nothing changes in ${environment}: ${version} goes on serving.`];
  return [sayRetraining(view), say`Nothing changes in ${environment} without an approval: ${version} goes on serving.`];
}

function sayCure({ evaluation }: AlertView): Phrase {
  return sayReason(evaluation.why.code, evaluation.why.details).cure;
}

function sayRetraining(view: AlertView): Phrase {
  const { version } = alertNames(view);
  const { open, retraining, room } = view;
  if (open) return say`${retrainingName(open.number)} is making a challenger (${stepWords(open.state)}): see its card.`;
  if (!room.may) return say`No retraining now. ${readCode(cutText(room.why, whyBytes))}`;
  const makes = say`makes a challenger: it learns from at most ${counted(retraining?.windows ?? 0, 'closed window')} and must beat ${version} by a KS of ${sayFigure(retraining?.margin ?? 0)} on another one, which it has not seen`;
  if (retraining?.start === 'automatic') return say`By the project's policy Steward itself ${makes}.`;
  return say`People decide. Retrain ${makes}.`;
}
