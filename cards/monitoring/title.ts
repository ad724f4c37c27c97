import type { Alert } from '../../domain/monitoring/alert';
import { type Phrase, say } from '../elements/phrase';
import type { BadgeStyle } from '../elements/badge';
import { versionName } from '../release/view';
import { sayInstant } from '../words/instant';
import { type AlertView, alertNames } from './view';

/** What is wrong, or was, in one line that needs no statistics. */
export function alertTitle(view: Pick<AlertView, 'alert' | 'title'>): Phrase {
  const { project, version, environment } = alertNames(view);
  const model = `${project} ${version} in ${environment}`;
  const over = view.alert.state === 'closed' ? 'Over: ' : '';
  switch (view.alert.kind) {
    case 'decay':
      return say`${over}${model} separates events from non-events less well than agreed`;
    case 'failed':
      return say`${over}Steward cannot compute how well ${model} does`;
    case 'blind':
      return say`${over}Nobody can tell how well ${model} does`;
  }
}

/** Where the alert stands, in words. */
export function alertState({ alert }: Pick<AlertView, 'alert'>): { readonly text: string; readonly style: BadgeStyle } {
  switch (alert.state) {
    case 'open':
      return {
        text: alert.snoozed ? 'Open again, its silence is over' : 'Open, nobody has taken it yet',
        style: 'Attention',
      };
    case 'acknowledged':
      return { text: 'Acknowledged', style: 'Warning' };
    case 'snoozed':
      return {
        text: alert.snoozed ? `Silent until ${sayInstant(alert.snoozed.until)}` : 'Silent for a while',
        style: 'Informative',
      };
    case 'closed':
      return alert.closed?.why === 'replaced'
        ? { text: `Closed: ${sayReplacement(alert.closed)}`, style: 'Informative' }
        : { text: 'Closed: it has recovered', style: 'Good' };
  }
}

function sayReplacement({ by, since }: NonNullable<Alert['closed']>): string {
  if (by === undefined) return 'another version serves there';
  return `${versionName(by)} serves there${since === undefined ? '' : ` since ${sayInstant(since)}`}`;
}
