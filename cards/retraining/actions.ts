import { isRetrainingOpen } from '../../domain/retraining/retraining';
import { executeAction } from '../elements/actions';
import type { CardAction } from '../elements/schema';
import { type RetrainingView, retrainingNames } from './view';

/** Cancel while it can still be cancelled; afterwards the release, where none was asked for. */
export function retrainingActions(view: RetrainingView): readonly CardAction[] {
  const { number, revision, state, version, environment, cancelRequested } = view.retraining;
  const data = { retraining: number, revision };
  if (isRetrainingOpen(state) && state !== 'registering' && !cancelRequested)
    return [executeAction(`Cancel ${retrainingNames(view).retraining}`, 'cancel', data, 'destructive')];
  if (state === 'registered' && version !== undefined && view.mayRequestRelease)
    return [executeAction('Request release', 'deploy', { ...data, version, environment }, 'positive')];
  return [];
}
