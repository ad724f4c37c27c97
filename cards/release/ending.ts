import { releaseName } from '../../domain/ids';
import { type Block, paragraph, row } from '../document';
import { type Phrase, say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { personName } from '../words/people';
import { sayReason } from '../words/reason';
import { sayServing } from './serving-now';
import type { ReleaseView } from './view';

/** How it ended, what serves after it, and what to do. */
export function endingBlocks(view: ReleaseView): Block[] {
  const { release } = view;
  const reason = release.ending && sayReason(release.ending.code, release.ending.details);
  /** A rejection is told by its decision, with name and time; the table's sentence would say it twice. */
  const sentence = release.state === 'rejected' ? undefined : (reason?.sentence ?? plainSentence(view));
  return [
    ...(sentence ? [paragraph(sentence, release.state === 'failed' ? 'bad' : 'plain')] : []),
    ...(release.state === 'cancelled' ? cancelledBy(view) : []),
    paragraph(sayServing(view)),
    ...(reason ? [row('What to do', reason.cure)] : []),
  ];
}

function cancelledBy({ release, people }: ReleaseView): Block[] {
  const cancel = release.cancelRequested;
  return cancel ? [row('Cancelled', say`by ${personName(people, cancel.by)} at ${sayInstant(cancel.at)}`)] : [];
}

/** For a release that ended without a reason code on its record. */
function plainSentence({ release }: ReleaseView): Phrase {
  const name = releaseName(release.number);
  const other = release.supersededBy;
  if (release.state === 'superseded' && other !== undefined) return say`${name} gave way to ${releaseName(other)}.`;
  return say`${name} is ${release.state}; its record names no reason.`;
}
