import type { Card } from '../domain/ports/chat';
import { paragraph } from './document';
import { enumerate, type Phrase, say } from './elements/phrase';
import { renderCard } from './render-card';
import { retrainingEndingBlocks } from './retraining/ending';
import { retrainingState, retrainingTitle } from './retraining/title';
import { type RetrainingView, retrainingNames } from './retraining/view';
import { mention } from './words/people';

const called = 5;

/** A short reply below the card of a retraining that has ended; `callees` are who asked, or those who can act. */
export function renderRetrainingMilestoneCard(view: RetrainingView, callees: readonly string[]): Card {
  const title = retrainingTitle(view);
  const state = retrainingState(view).text;
  const names = callees.slice(0, called).map((person): Phrase => [mention(view.people, person)]);
  const what = say`${retrainingNames(view).retraining} has ended.`;
  return renderCard({
    title,
    summary: say`${title}. ${state}.`,
    blocks: [
      paragraph(names.length === 0 ? what : say`${enumerate(names, 'and')}: ${what}`),
      ...retrainingEndingBlocks(view),
    ],
  });
}
