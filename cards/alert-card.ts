import type { Card } from '../domain/ports/chat';
import { type Block, item, row } from './document';
import { code, say } from './elements/phrase';
import { alertActions } from './monitoring/actions';
import { findingBlocks, lastGoodBlock } from './monitoring/finding';
import { handledBlocks } from './monitoring/handled';
import { nextStepBlocks } from './monitoring/next-step';
import { shiftBlocks } from './monitoring/shifts';
import { alertState, alertTitle } from './monitoring/title';
import { trendBlocks } from './monitoring/trend';
import { type AlertView, alertNames } from './monitoring/view';
import { renderCard } from './render-card';
import { sayInstant } from './words/instant';

export type { AlertView } from './monitoring/view';

/** The one card of an alert, from its first window to its end; drawn from the record alone. */
export function renderAlertCard(view: AlertView): Card {
  const title = alertTitle(view);
  const state = alertState(view);
  return renderCard({
    title,
    summary: say`${title}. ${state.text}.`,
    blocks: [
      { kind: 'state', ...state },
      ...findingBlocks(view),
      lastGoodBlock(view),
      ...handledBlocks(view),
      ...nextStepBlocks(view),
      ...byTextBlocks(view),
      ...trendBlocks(view.trend, view.monitoring),
      footerBlock(view),
    ],
    details: shiftBlocks(view.evaluation.result),
    actions: alertActions(view),
  });
}

function byTextBlocks(view: AlertView): Block[] {
  if (view.alert.state === 'closed') return [];
  const { alert, environment } = alertNames(view);
  const retrain = view.alert.kind === 'decay' && view.room.may && !view.open;
  return [
    row(
      'By text',
      say`${retrain ? say`${code(`retrain in ${environment} -- reason`)}, ` : ''}${code(`acknowledge ${alert}`)} or ${code(`snooze ${alert} --for 7d -- reason`)}; ${code('performance')} shows all windows`,
    ),
  ];
}

function footerBlock({ alert, evaluation }: AlertView): Block {
  return item(
    say`${alertNames({ alert, title: '' }).alert}, raised at ${sayInstant(alert.raisedAt)}, evaluation ${evaluation.number}; revision ${alert.revision} of this card.`,
    'quiet',
  );
}
