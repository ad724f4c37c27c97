import type { Release } from '../../domain/release/release';
import { isOpen } from '../../domain/release/states';
import { type Block, paragraph, section } from '../document';
import { code, type Phrase, say } from '../elements/phrase';
import { sayFigure } from '../words/figure';
import { metricBlocks } from '../words/metrics';
import { plural } from '../words/plural';
import type { ReleaseView } from './view';

/** What speaks for the version: every figure marked as declared by the package or measured by Steward. */
export function evidenceBlocks(view: ReleaseView): Block[] {
  const { evidence } = view.release;
  if (!evidence) return [];
  return [
    section('Evidence'),
    ...metricBlocks(evidence.declaredMetrics, say`type ${code(view.fullRecord)}`),
    paragraph(sayVerification(view)),
  ];
}

/** What is known, or will be, about the scores of the model as it runs in the target. */
export function sayVerification({ release }: ReleaseView): Phrase {
  const { verified } = release;
  const golden = release.evidence?.goldenRows ?? 0;
  if (verified?.golden)
    return say`${plural(verified.rows, 'golden row')} scored as expected on the staged model, largest difference ${sayFigure(verified.maxDifference)} (measured by Steward).`;
  if (verified)
    return say`Scores not verified: the package has no golden rows. ${plural(verified.rows, 'probe row')} made from the contract got answers of the right shape, in range and repeatable (measured by Steward).`;
  if (golden === 0 && !isOpen(release.state)) return say`Scores not verified: the package has no golden rows.`;
  if (!isOpen(release.state)) return say`${plural(golden, 'golden row')} of the package: ${sayUnverified(release)}.`;
  if (golden > 0)
    return say`${plural(golden, 'golden row')} of the package will be scored on the staged model before it gets any traffic.`;
  return say`Scores not verified: the package has no golden rows. Before it gets any traffic, probe rows made from the contract are checked for shape, range and repeatability only.`;
}

function sayUnverified({ steps }: Release): string {
  const failed = steps.some(({ step, state }) => step === 'verify' && state === 'failed');
  return failed ? 'Verify failed, so their scores are not confirmed' : 'not scored, as it did not come to Verify';
}
