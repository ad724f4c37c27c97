import type { Evaluation } from '../domain/monitoring/evaluation';
import type { Card } from '../domain/ports/chat';
import { paragraph } from './document';
import { cutText } from './elements/cut-text';
import { code, enumerate, type Phrase, say } from './elements/phrase';
import { renderCard } from './render-card';
import { sayFigure } from './words/figure';
import { sayKs, sayMeasured } from './words/judgement';
import { mention, type People } from './words/people';
import { sayPeriod } from './words/period';
import { counted } from './words/count';

export interface AllIsWellView {
  /** A counted evaluation that is ok. */
  readonly evaluation: Evaluation;
  /** The project as people call it. */
  readonly title: string;
  readonly people: People;
  /** KS that was agreed. */
  readonly threshold: number;
  /** Who asked to hear it, in this conversation. */
  readonly watchers: readonly string[];
}

const nameBytes = 48;
const called = 10;

/** Said each period to those who asked for it, and to nobody else. */
export function renderAllIsWellCard({ evaluation, title, people, threshold, watchers }: AllIsWellView): Card {
  const environment = cutText(evaluation.environment, nameBytes);
  const heading = say`All is well with ${cutText(title, nameBytes)} ${cutText(evaluation.version, nameBytes)} in ${environment}`;
  const names = watchers.slice(0, called).map((person): Phrase => [mention(people, person)]);
  const left = watchers.length - names.length;
  const { window } = evaluation;
  const when = window ? ` for what was scored ${sayPeriod(window.fromAt, window.toAt)}` : '';
  return renderCard({
    title: heading,
    summary: say`${heading}: ${sayKs(evaluation.result, threshold)}.`,
    blocks: [
      paragraph(
        say`${sayKs(evaluation.result, threshold)}${when}, agreed is at least ${sayFigure(threshold)} (${sayMeasured(evaluation)}).`,
      ),
      paragraph(
        say`${enumerate(left > 0 ? [...names, say`${counted(left, 'other')}`] : names, 'and')} asked to hear this; ${code(`unwatch ${environment}`)} ends it.`,
        'quiet',
      ),
    ],
  });
}
