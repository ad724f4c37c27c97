import type { Card } from '../domain/ports/chat';
import { isRetrainingOpen } from '../domain/retraining/retraining';
import { type Block, type CardDocument, item, paragraph } from './document';
import { code, say } from './elements/phrase';
import { renderCard } from './render-card';
import { retrainingActions } from './retraining/actions';
import { dataBlocks } from './retraining/data';
import { retrainingDetailBlocks } from './retraining/details';
import { retrainingEndingBlocks, verdictBlocks } from './retraining/ending';
import { gateBlocks } from './retraining/gate';
import { retrainingRequestBlock } from './retraining/request';
import { retrainingProgressBlock, retrainingStepBlocks } from './retraining/steps';
import { retrainingState, retrainingTitle } from './retraining/title';
import { type RetrainingView, retrainingNames } from './retraining/view';
import { sayInstant } from './words/instant';

export type { RetrainingView } from './retraining/view';

/** The one live card of a retraining, from request to ending. */
export function renderRetrainingCard(view: RetrainingView): Card {
  return renderCard({
    ...head(view),
    blocks: bodyBlocks(view),
    details: retrainingDetailBlocks(view),
    actions: retrainingActions(view),
  });
}

/** The same with nothing folded away and no buttons: the answer to `retraining t5`. */
export function renderRetrainingRecord(view: RetrainingView): Card {
  return renderCard({ ...head(view), blocks: [...bodyBlocks(view), ...retrainingDetailBlocks(view)] });
}

function head(view: RetrainingView): Pick<CardDocument, 'title' | 'summary'> {
  const title = retrainingTitle(view);
  return { title, summary: say`${title}. ${retrainingState(view).text}.` };
}

function bodyBlocks(view: RetrainingView): Block[] {
  const { retraining } = view;
  const state: Block = { kind: 'state', ...retrainingState(view) };
  const footer = item(say`${retrainingNames(view).retraining}, revision ${retraining.revision} of this card.`, 'quiet');
  if (isRetrainingOpen(retraining.state))
    return [
      state,
      retrainingRequestBlock(view),
      paragraph(say`Nothing changes in ${retrainingNames(view).environment} without an approval.`),
      retrainingProgressBlock(retraining),
      ...retrainingStepBlocks(retraining),
      ...dataBlocks(retraining.dataset),
      ...verdictBlocks(retraining.comparison),
      ...gateBlocks(retraining.comparison),
      ...stopBlocks(view),
      footer,
    ];
  return [
    state,
    ...retrainingEndingBlocks(view),
    ...gateBlocks(retraining.comparison),
    retrainingRequestBlock(view),
    ...dataBlocks(retraining.dataset),
    ...retrainingStepBlocks(retraining),
    footer,
  ];
}

/** How to stop it while it runs. */
function stopBlocks(view: RetrainingView): Block[] {
  const { cancelRequested, state } = view.retraining;
  if (cancelRequested) return [item(say`A cancel was asked for at ${sayInstant(cancelRequested.at)}: it stops.`)];
  if (state === 'registering') return [];
  return [item(say`${code(`cancel ${retrainingNames(view).retraining}`)} stops it.`, 'quiet')];
}
