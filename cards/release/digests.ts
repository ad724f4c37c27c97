import { type Digest, isDigest, shortDigest } from '../../domain/digest';
import { retrainingName } from '../../domain/ids';
import { shownCharacters } from '../../domain/release/decide';
import { type Block, row } from '../document';
import { cutText } from '../elements/cut-text';
import { say } from '../elements/phrase';
import { sayBytes } from '../words/bytes';
import { sayInstant } from '../words/instant';
import { personName } from '../words/people';
import { shortList } from '../words/short-list';
import { code } from '../elements/phrase';
import { type ReleaseView, replaced, samePackage } from './view';

/** The identity of what is released, 12 hex digits each. */
export function digestBlock({ release }: ReleaseView): Block {
  const parts = [
    `package ${shortDigest(release.packageDigest)}`,
    ...(release.image ? [`image ${shortDigest(release.image.digest)}`] : []),
    ...(release.plan ? [`plan ${shortDigest(release.plan.digest)}`] : []),
  ];
  const all = release.approval ? `; hash of all that is shown: ${shownCharacters(release.approval.shown)}` : '';
  return row('Digests', say`${parts.join(', ')}${all}`);
}

/** Every digest in full, and what a decider may want to look up. */
export function fullDigestBlocks(view: ReleaseView): Block[] {
  const { release, people } = view;
  const before = replaced(view);
  return [
    row('Package', say`${release.packageDigest}`),
    view.retrained
      ? row(
          'Retrained by',
          say`${retrainingName(view.retrained.retraining)}, asked for by ${personName(people, release.modeller)}`,
        )
      : row('Registered by', say`${personName(people, release.modeller)}`),
    ...imageBlocks(view),
    ...(release.plan ? [row('Plan', say`${release.plan.digest}`)] : []),
    ...(release.approval
      ? [
          row('Hash of all that is shown', say`${release.approval.shown}`),
          row('Policy', say`${release.approval.policyHash}`),
        ]
      : []),
    ...(before
      ? [
          row(
            'Replaces',
            say`image ${before.imageDigest}, package ${before.packageDigest}, serving since ${sayInstant(before.since)}`,
          ),
        ]
      : []),
    ...endingDigests(view),
    ...shortList(
      release.evidence?.notes ?? [],
      { entries: 4, bytes: 160, rest: say`type ${code(view.fullRecord)}` },
      { before: say`Note: ` },
    ),
  ];
}

function imageBlocks(view: ReleaseView): Block[] {
  const { image } = view.release;
  if (!image) return [];
  const same = samePackage(view.release, replaced(view)) ? '; same package as now, another image' : '';
  return [row('Image', say`${image.digest}, ${sayBytes(image.bytes)} on base ${cutText(image.base, 120)}${same}`)];
}

/** Digests that the ending's sentence shows shortened. */
function endingDigests({ release }: ReleaseView): Block[] {
  const details: readonly (readonly [string, unknown])[] = Object.entries(release.ending?.details ?? {});
  return details
    .filter((entry): entry is readonly [string, Digest] => typeof entry[1] === 'string' && isDigest(entry[1]))
    .slice(0, 4)
    .map(([name, digest]) => row(`Ending, ${cutText(name, 40)}`, say`${digest}`));
}
