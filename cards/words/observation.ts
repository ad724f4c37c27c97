import { isDigest, shortDigest } from '../../domain/digest';
import type { EnvironmentObservation } from '../../domain/observation/observation';
import { cutText } from '../elements/cut-text';
import { type Phrase, say } from '../elements/phrase';
import { sayCount } from './count';
import { sayShare } from './share';

const imageBytes = 120;

/** `2 of 2 ready, the image as released, 0.1 % of 1,204 answers were errors` */
export function saySeen({ seen, answered, findings }: EnvironmentObservation): Phrase {
  if (!seen) return say`nothing yet`;
  const { ready, wanted, image, gateways } = seen;
  const other = findings.some(({ code }) => code === 'drifted_image');
  if (image === undefined) return say`nothing that runs this release`;
  const named = isDigest(image) ? shortDigest(image) : cutText(image, imageBytes);
  const images = other ? say`the image ${named}, which was not released` : say`the image as released`;
  return say`${sayCount(ready)} of ${sayCount(wanted)} ready, ${images}, ${sayAnswers(answered, gateways.length)}`;
}

function sayAnswers(answered: EnvironmentObservation['answered'], gateways: number): Phrase {
  if (!answered || gateways === 0) return say`no gateway could be asked for its answers`;
  const { answers, errors } = answered;
  if (answers === 0) return say`no answers since the look before`;
  return say`${sayShare(errors / answers)} of ${sayCount(answers)} answers were errors`;
}
