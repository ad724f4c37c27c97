import { shortDigest } from '../../domain/digest';
import { releaseName } from '../../domain/ids';
import { type Block, paragraph, row } from '../document';
import { code, say } from '../elements/phrase';
import { versionName } from '../release/view';
import { sayInstant } from '../words/instant';
import { personName } from '../words/people';
import { sayReason } from '../words/reason';
import { type RetrainingView, retrainingNames } from './view';

/** How it ended and what that means for what serves. */
export function retrainingEndingBlocks(view: RetrainingView): Block[] {
  const { environment } = retrainingNames(view);
  const { state } = view.retraining;
  const served = view.serving ? `: ${versionName(view.serving.version)} goes on serving` : '';
  const unchanged = paragraph(say`Nothing has changed in ${environment}${served}.`);
  if (state === 'registered') return [...registeredBlocks(view), unchanged];
  return [...sentenceBlocks(view), ...cancelledBlocks(view), unchanged, ...keptBlocks(view)];
}

function registeredBlocks(view: RetrainingView): Block[] {
  const { environment, version } = retrainingNames(view);
  const { release } = view.retraining;
  if (release !== undefined)
    return [
      paragraph(
        say`${version} is registered and is the challenger. ${releaseName(release)} asks for its release to ${environment}: people decide on that card.`,
      ),
    ];
  const how = view.mayRequestRelease
    ? say`Request release, or ${code(`deploy ${version} to ${environment}`)}, asks for one.`
    : say`${code('status')} shows what serves.`;
  return [
    paragraph(
      say`${version} is registered and is the challenger. No release was asked for, as another one was open. ${how}`,
    ),
  ];
}

/** The reason of the ending; of one that is not better the comparison says it. */
function sentenceBlocks({ retraining }: RetrainingView): Block[] {
  const { ending, state } = retraining;
  if (!ending || (state === 'not_better' && retraining.comparison)) return [];
  const { sentence, cure } = sayReason(ending.code, ending.details);
  return [paragraph(sentence, state === 'failed' ? 'bad' : 'plain'), row('What to do', cure)];
}

function cancelledBlocks({ retraining, people }: RetrainingView): Block[] {
  const cancel = retraining.cancelRequested;
  if (retraining.state !== 'cancelled' || !cancel) return [];
  return [row('Cancelled', say`by ${personName(people, cancel.by)} at ${sayInstant(cancel.at)}`)];
}

function keptBlocks({ retraining }: RetrainingView): Block[] {
  const { candidate, state } = retraining;
  if (state !== 'not_better' || !candidate) return [];
  return [
    row('Kept as evidence', say`the candidate package ${shortDigest(candidate.packageDigest)}; it is not a version`),
  ];
}
