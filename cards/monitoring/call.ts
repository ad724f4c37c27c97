import { enumerate, type Phrase, say } from '../elements/phrase';
import { counted } from '../words/count';
import { mention } from '../words/people';
import { alertNames, type AnyAlertView } from './view';

const called = 5;

/** Calls those who can act, by name. */
export function sayCall(view: AnyAlertView, milestone: string, callees: readonly string[]): Phrase {
  const names = callees.slice(0, called).map((person): Phrase => [mention(view.people, person)]);
  const left = callees.length - names.length;
  const everybody = enumerate(left > 0 ? [...names, say`${counted(left, 'other')}`] : names, 'and');
  const { alert } = alertNames(view);
  const what = milestone === 'woken' ? `the silence of ${alert} is over` : `${alert} is open`;
  const rest = say`${what}; its card above has the figures and the buttons.`;
  return names.length === 0 ? rest : say`${everybody}: ${rest}`;
}
