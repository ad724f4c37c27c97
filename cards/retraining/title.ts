import type { BadgeStyle } from '../elements/badge';
import { type Phrase, say } from '../elements/phrase';
import { type RetrainingView, retrainingNames } from './view';

export function retrainingTitle(view: RetrainingView): Phrase {
  const { project, environment, version } = retrainingNames(view);
  switch (view.retraining.state) {
    case 'registered':
      return say`${project} ${version} was retrained for ${environment} and is better on the same rows`;
    case 'not_better':
      return say`The retrained model for ${project} in ${environment} is not better`;
    case 'failed':
      return say`Retraining ${project} for ${environment} failed`;
    case 'cancelled':
      return say`Retraining ${project} for ${environment} was cancelled`;
    case 'collecting':
    case 'training':
    case 'checking':
    case 'comparing':
    case 'registering':
      return say`Retraining ${project} for ${environment}`;
  }
}

/** Where the retraining stands, in words of its own for each ending. */
export function retrainingState({ retraining }: Pick<RetrainingView, 'retraining'>): {
  readonly text: string;
  readonly style: BadgeStyle;
} {
  switch (retraining.state) {
    case 'collecting':
      return { text: 'Collecting the logged rows', style: 'Accent' };
    case 'training':
      return { text: 'Training', style: 'Accent' };
    case 'checking':
      return { text: 'Checking the candidate', style: 'Accent' };
    case 'comparing':
      return { text: 'Comparing it with what serves', style: 'Accent' };
    case 'registering':
      return { text: 'Better: registering it', style: 'Accent' };
    case 'registered':
      return { text: 'Registered as challenger', style: 'Good' };
    case 'not_better':
      return { text: 'Not better: nothing was registered', style: 'Warning' };
    case 'failed':
      return { text: 'Failed', style: 'Attention' };
    case 'cancelled':
      return { text: 'Cancelled', style: 'Informative' };
  }
}
