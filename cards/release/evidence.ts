import { retrainingName } from '../../domain/ids';
import type { Release } from '../../domain/release/release';
import { isOpen } from '../../domain/release/states';
import type { Comparison } from '../../domain/retraining/retraining';
import { type Block, paragraph, section } from '../document';
import { code, type Phrase, say } from '../elements/phrase';
import { flatteryBlocks } from '../retraining/gate';
import { counted } from '../words/count';
import { sayFigure } from '../words/figure';
import { sayDifference, sayKs, sayMeasuredKs } from '../words/judgement';
import { metricBlocks } from '../words/metrics';
import { type ReleaseView, replaced, samePackage, versionName } from './view';

/** What speaks for the version: every figure marked as declared by the package or measured by Steward. */
export function evidenceBlocks(view: ReleaseView): Block[] {
  const { evidence } = view.release;
  if (!evidence) return [];
  return [
    section('Evidence'),
    ...comparisonBlocks(view),
    ...uncomparedBlocks(view),
    ...(view.retrained && evidence.declaredMetrics.length === 0
      ? []
      : metricBlocks(evidence.declaredMetrics, say`type ${code(view.fullRecord)}`)),
    paragraph(sayVerification(view)),
  ];
}

/** Of a retrained version: how much better it was than what served, before anything that its package says of itself. */
function comparisonBlocks({ retrained }: ReleaseView): Block[] {
  if (!retrained) return [];
  const { comparison, retraining } = retrained;
  const { champion, candidate, window, rows, events } = comparison;
  const rival = champion.version === undefined ? 'what served' : versionName(champion.version);
  return [
    paragraph(
      say`On the same ${counted(rows, 'row')} of window ${window} (${counted(events, 'event')}): ${sayKs(candidate)} against ${sayKs(champion)} of ${rival}, ${sayGain(comparison)} (measured by Steward in ${retrainingName(retraining)}).`,
    ),
    ...flatteryBlocks(comparison),
  ];
}

/** A version that no gate held against the one that it would replace may be worse: that is said, and what is known of that one. */
function uncomparedBlocks(view: ReleaseView): Block[] {
  const { release, retrained } = view;
  const before = replaced(view);
  if (!before || release.kind === 'rollback' || samePackage(release, before)) return [];
  if (retrained?.comparison.champion.version === before.version) return [];
  const version = versionName(before.version);
  const served = release.evidence?.served;
  const measured = served?.version === before.version ? served.measured : undefined;
  const known = measured
    ? say`${version} had ${sayMeasuredKs(measured)}.`
    : say`No window of ${version} has been judged there either.`;
  return [
    paragraph(
      say`Not compared with ${version} on the same rows: it may be worse than what it replaces. ${known}`,
      'bad',
    ),
  ];
}

function sayGain({ difference, interval }: Comparison): Phrase {
  if (difference === undefined) return say`a difference that cannot be computed`;
  return say`${sayDifference(difference, interval)}`;
}

/** What is known, or will be, about the scores of the model as it runs in the target. */
export function sayVerification({ release }: ReleaseView): Phrase {
  const { verified } = release;
  const golden = release.evidence?.goldenRows ?? 0;
  if (verified?.golden)
    return say`${counted(verified.rows, 'golden row')} scored as expected on the staged model, largest difference ${sayFigure(verified.maxDifference)} (measured by Steward).`;
  if (verified)
    return say`Scores not verified: the package has no golden rows. ${counted(verified.rows, 'probe row')} made from the contract got answers of the right shape, in range and repeatable (measured by Steward).`;
  if (golden === 0 && !isOpen(release.state)) return say`Scores not verified: the package has no golden rows.`;
  if (!isOpen(release.state)) return say`${counted(golden, 'golden row')} of the package: ${sayUnverified(release)}.`;
  if (golden > 0)
    return say`${counted(golden, 'golden row')} of the package will be scored on the staged model before it gets any traffic.`;
  return say`Scores not verified: the package has no golden rows. Before it gets any traffic, probe rows made from the contract are checked for shape, range and repeatability only.`;
}

function sayUnverified({ steps }: Release): string {
  const failed = steps.some(({ step, state }) => step === 'verify' && state === 'failed');
  return failed ? 'Verify failed, so their scores are not confirmed' : 'not scored, as it did not come to Verify';
}
