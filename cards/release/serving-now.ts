import { shortDigest } from '../../domain/digest';
import { type Phrase, say } from '../elements/phrase';
import { sayInstant } from '../words/instant';
import { type ReleaseView, releaseNames, versionName } from './view';

/** What the environment serves at this time, by digest. */
export function sayServing(view: ReleaseView): Phrase {
  const { environment } = releaseNames(view);
  const { serving } = view;
  if (!serving) return say`${environment} serves nothing now.`;
  return say`${environment} serves ${versionName(serving.version)} now: image ${shortDigest(serving.imageDigest)}, package ${shortDigest(serving.packageDigest)}, since ${sayInstant(serving.since)}.`;
}
