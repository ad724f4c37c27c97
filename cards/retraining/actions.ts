import { isRetrainingOpen } from '../../domain/retraining/retraining';
import { executeAction } from '../elements/actions';
import type { CardAction } from '../elements/schema';
import { type RetrainingView, retrainingNames } from './view';

const longestName = 64;

/** Cancel while it can still be cancelled; afterwards the release, where none was asked for. */
export function retrainingActions(view: RetrainingView): readonly CardAction[] {
  const { number, revision, state, version, environment, cancelRequested } = view.retraining;
  const data = { retraining: number, revision };
  if (isRetrainingOpen(state) && state !== 'registering' && !cancelRequested)
    return [executeAction(`Cancel ${retrainingNames(view).retraining}`, 'cancel', data, 'destructive')];
  // Names that no command takes would only make the card too large.
  const named = version !== undefined && version.length <= longestName && environment.length <= longestName;
  if (state === 'registered' && named && view.mayRequestRelease)
    return [executeAction('Request release', 'deploy', { ...data, version, environment }, 'positive')];
  return [];
}
