import type { Alert } from '../../domain/monitoring/alert';
import { type Phrase, say } from '../elements/phrase';
import type { BadgeStyle } from '../elements/badge';
import { versionName } from '../release/view';
import { sayInstant } from '../words/instant';
import { alertNames, type AnyAlertView } from './view';

/** What is wrong, or was, in one line that needs no statistics. */
export function alertTitle(view: Pick<AnyAlertView, 'alert' | 'title'>): Phrase {
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
    case 'degraded':
      return say`${over}${model} does not work as it should`;
    case 'drifted':
      return say`${over}${model} does not run as it was released`;
    case 'unseen':
      return say`${over}Steward cannot see ${model}`;
    case 'image_missing':
      return say`${over}${project} in ${environment}: images of what serves or served there are lost`;
  }
}

const recovered: Readonly<Record<Alert['kind'], string>> = {
  decay: 'it has recovered',
  failed: 'it has recovered',
  blind: 'it has recovered',
  degraded: 'it works again',
  drifted: 'it runs as it was released again',
  unseen: 'it is seen again',
  image_missing: 'all of them are there again',
};

/** Where the alert stands, in words. */
export function alertState({ alert }: Pick<AnyAlertView, 'alert'>): {
  readonly text: string;
  readonly style: BadgeStyle;
} {
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
      if (alert.closed?.why === 'removed')
        return { text: 'Closed: its environment is not in the project file any more', style: 'Informative' };
      return alert.closed?.why === 'replaced'
        ? { text: `Closed: ${sayReplacement(alert.closed)}`, style: 'Informative' }
        : { text: `Closed: ${recovered[alert.kind]}`, style: 'Good' };
  }
}

function sayReplacement({ by, since }: NonNullable<Alert['closed']>): string {
  if (by === undefined) return 'another version serves there';
  return `${versionName(by)} serves there${since === undefined ? '' : ` since ${sayInstant(since)}`}`;
}
