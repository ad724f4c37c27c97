import type { Card } from '../../domain/ports/chat';
import { type Block, item, paragraph, row, section } from '../document';
import { code, type Phrase, say } from '../elements/phrase';
import { renderCard } from '../render-card';
import { sayInstant } from '../words/instant';
import { handlingActions } from './actions';
import { handledBlocks } from './handled';
import { alertState, alertTitle } from './title';
import { alertNames, type AnyAlertView } from './view';

/** The one card of an alert that no evaluation raised: what was found, who has it in hand, and what to do. */
export function renderPlainAlert(view: AnyAlertView, found: readonly Block[], cures: readonly Phrase[]): Card {
  const { alert } = view;
  const title = alertTitle(view);
  const state = alertState(view);
  const name = alertNames(view).alert;
  return renderCard({
    title,
    summary: say`${title}. ${state.text}.`,
    blocks: [
      { kind: 'state', ...state },
      ...found,
      ...handledBlocks(view),
      section('What to do'),
      ...cures.map((cure) => paragraph(cure)),
      ...(alert.state === 'closed'
        ? []
        : [
            row(
              'By text',
              say`${code(`acknowledge ${name}`)} or ${code(`snooze ${name} --for 7d -- reason`)}; ${code('status')} shows what is seen now`,
            ),
          ]),
      item(say`${name}, raised at ${sayInstant(alert.raisedAt)}; revision ${alert.revision} of this card.`, 'quiet'),
    ],
    actions: handlingActions(view),
  });
}
