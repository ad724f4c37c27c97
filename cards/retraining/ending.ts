import { shortDigest } from '../../domain/digest';
import { releaseName } from '../../domain/ids';
import type { Comparison } from '../../domain/retraining/retraining';
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
  const serves = view.serving ? `serves ${versionName(view.serving.version)}` : 'serves nothing';
  return [
    ...verdictBlocks(view.retraining.comparison),
    ...(view.retraining.state === 'registered' ? registeredBlocks(view) : sentenceBlocks(view)),
    ...cancelledBlocks(view),
    paragraph(say`This changed nothing in ${environment}, which ${serves} now.`),
    ...keptBlocks(view),
  ];
}

/** What the comparison came to, in one sentence. */
export function verdictBlocks(comparison: Comparison | undefined): Block[] {
  if (!comparison) return [];
  const { sentence } = sayReason(comparison.why.code, comparison.why.details);
  return [paragraph(sentence, comparison.better ? 'good' : 'plain')];
}

function registeredBlocks(view: RetrainingView): Block[] {
  const { environment, version } = retrainingNames(view);
  const { ending, release } = view.retraining;
  if (ending) {
    const { sentence, cure } = sayReason(ending.code, ending.details);
    return [paragraph(say`${sentence} ${cure}`)];
  }
  const asked =
    release === undefined
      ? say`No release was asked for; ${code(`deploy ${version} to ${environment}`)} asks for one.`
      : say`${releaseName(release)} asks for its release to ${environment}.`;
  return [paragraph(say`${version} is registered as the challenger. ${asked}`)];
}

/** The reason of the ending; of one that is not better the comparison has said it. */
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
