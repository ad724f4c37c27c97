import type { FirstRelease } from './act-first-release';
import { readCurl } from './score-rows';
import { scoreAndMeasure } from './score-and-measure';
import { ask, releaseIn, type Stage, waitForRelease } from './stage';

/** Somebody on duty goes back to the first model, without asking. */
export async function playRollBack(stage: Stage, first: FirstRelease): Promise<void> {
  const { cast, ledger } = stage;
  const card = await ledger.step('roll back', async ({ check, fact }) => {
    const answer = await ask(stage, cast.ivo, 'rollback production -- v2 declines too many good customers');
    const back = await waitForRelease(stage, releaseIn(answer), /^Serving/);
    const { digests } = back.twin;
    fact('digests', digests);
    check('it is the image of the first release', digests['Image'] === first.card.twin.digests['Image'], digests);
    check('it is the package of the first release', digests['Package'] === first.card.twin.digests['Package'], digests);
    return back;
  });
  const scores = await scoreAndMeasure(stage, 'v1 scores the test rows again', readCurl(card.twin.command ?? ''));
  await ledger.step('compare with the first time', ({ check }) => {
    const differ = scores.filter((score, row) => score !== first.scores[row]).length;
    check('every score is the same as then', differ === 0, `${differ} of ${scores.length} scores differ`);
    return Promise.resolve();
  });
}
