import type { Card } from '../domain/ports/chat';
import { item, paragraph, row, section } from './document';
import { code, say } from './elements/phrase';
import { handlingActions } from './monitoring/actions';
import { handledBlocks } from './monitoring/handled';
import { observedBlocks, observedCures } from './monitoring/observed';
import { alertState, alertTitle } from './monitoring/title';
import { alertNames, type ObservationAlertView } from './monitoring/view';
import { renderCard } from './render-card';
import { sayInstant } from './words/instant';

/** The one card of an alert about what was seen of what runs, from the first look to its end. */
export function renderObservationAlertCard(view: ObservationAlertView): Card {
  const { alert } = view;
  const title = alertTitle(view);
  const state = alertState(view);
  const name = alertNames(view).alert;
  return renderCard({
    title,
    summary: say`${title}. ${state.text}.`,
    blocks: [
      { kind: 'state', ...state },
      ...observedBlocks(view),
      ...handledBlocks(view),
      section('What to do'),
      ...observedCures(view).map((cure) => paragraph(cure)),
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
