import { executeAction, reasonAction } from '../elements/actions';
import type { ActionData, CardAction } from '../elements/schema';
import { reasonInputs } from '../verbs';
import { type AlertView, alertNames, type AnyAlertView } from './view';

/** The buttons of an alert that is not closed: at most three. */
export function alertActions(view: AlertView): readonly CardAction[] {
  const { alert, open, room } = view;
  const retrain = alert.state !== 'closed' && alert.kind === 'decay' && room.may && !open;
  return [...(retrain ? [retrainAction(view, dataOf(view))] : []), ...handlingActions(view)];
}

/** Taking it in hand, and silencing it: of every alert that is not closed. */
export function handlingActions(view: Pick<AnyAlertView, 'alert' | 'title'>): readonly CardAction[] {
  const { alert } = view;
  if (alert.state === 'closed') return [];
  const name = alertNames(view).alert;
  const data = dataOf(view);
  return [
    ...(alert.state === 'acknowledged' ? [] : [executeAction('Acknowledge', 'acknowledge', data)]),
    ...(alert.state === 'snoozed'
      ? []
      : [
          reasonAction(
            'Snooze…',
            {
              id: reasonInputs.snooze,
              label: `Why should ${name} be silent for 7 days? It is kept with your name.`,
              errorMessage: 'Say why it may wait.',
            },
            executeAction(`Snooze ${name} for 7 days`, 'snooze', data),
          ),
        ]),
  ];
}

function dataOf({ alert }: Pick<AnyAlertView, 'alert'>): ActionData {
  return { alert: alert.number, revision: alert.revision };
}

function retrainAction(view: AlertView, data: ActionData): CardAction {
  const { environment } = alertNames(view);
  return reasonAction(
    'Retrain…',
    {
      id: reasonInputs.retrain,
      label: `Why retrain for ${environment} now? It is kept with your name.`,
      errorMessage: 'A retraining needs a reason.',
    },
    executeAction('Retrain', 'retrain', data, 'positive'),
  );
}
