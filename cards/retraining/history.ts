import { retrainingName } from '../../domain/ids';
import type { Retraining, RetrainingState } from '../../domain/retraining/retraining';
import { type Block, item, row } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { versionName } from '../release/view';
import { sayFigure } from '../words/figure';
import { sayInstant } from '../words/instant';
import { actorName, type People } from '../words/people';

/** One retraining in the history of its project. */
export function pastRetrainingBlocks(retraining: Retraining, people: People): Block[] {
  const { number, environment, requester, requestedAt } = retraining;
  const asked = `asked for by ${actorName(people, requester)} at ${sayInstant(requestedAt)}`;
  return [
    row(
      retrainingName(number),
      say`retrained for ${cutText(environment, 60)}: ${sayResult(retraining)}${sayGate(retraining)}`,
    ),
    item(say`${asked}`, 'quiet'),
  ];
}

const results: Readonly<Record<Exclude<RetrainingState, 'registered'>, string>> = {
  collecting: 'under way',
  training: 'under way',
  checking: 'under way',
  comparing: 'under way',
  registering: 'under way',
  not_better: 'not better',
  failed: 'failed',
  cancelled: 'cancelled',
};

function sayResult({ state, version }: Retraining): string {
  if (state !== 'registered') return results[state];
  return version === undefined ? 'registered' : `${versionName(version)} registered`;
}

/** The figures of both models on the same rows. */
function sayGate({ comparison }: Retraining): string {
  if (comparison?.candidate.ks === undefined || comparison.champion.ks === undefined) return '';
  return `, KS ${sayFigure(comparison.candidate.ks)} against ${sayFigure(comparison.champion.ks)}`;
}
