import type { Release } from '../../domain/release/release';
import { executeAction, reasonAction } from '../elements/actions';
import type { CardAction } from '../elements/schema';
import { reasonInputs } from '../verbs';
import { type ReleaseView, releaseNames, termIsOver } from './view';

/** The buttons of a release: never more than two, as everything can be typed too and a click proves nothing. */
export function releaseActions(view: ReleaseView): readonly CardAction[] {
  const { release } = view;
  if (release.state === 'waiting' && release.approval && !termIsOver(view))
    return decisionActions(view, release.approval.shown);
  if (release.state === 'failed' && view.mayRetry) return [retryAction(release)];
  return [];
}

function decisionActions(view: ReleaseView, shown: string): readonly CardAction[] {
  const { number, revision } = view.release;
  const { release } = releaseNames(view);
  const data = { release: number, revision, shown };
  return [
    reasonAction(
      'Approve…',
      {
        id: reasonInputs.approve,
        label: `Why do you approve ${release}? It is kept with your name.`,
        errorMessage: 'An approval needs a reason.',
      },
      executeAction(`Approve ${release}`, 'approve', data, 'positive'),
    ),
    reasonAction(
      'Reject…',
      {
        id: reasonInputs.reject,
        label: `Why do you reject ${release}? It is kept with your name.`,
        errorMessage: 'A rejection needs a reason.',
      },
      executeAction(`Reject ${release}`, 'reject', data, 'destructive'),
    ),
  ];
}

function retryAction({ number, revision }: Release): CardAction {
  return executeAction('Retry', 'retry', { release: number, revision });
}
