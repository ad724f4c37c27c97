import type { Visitor } from './visitor';
import { findBarriers, findOverflow, takePicture, waitForNoteInSight } from './look';

const long = { timeout: 90_000 };

/** A look at the page as it stands: a picture for people, and what sticks out or shuts somebody out. */
async function lookAt({ page }: Visitor, name: string): Promise<void> {
  await takePicture(page, name);
  expect({ name, overflow: await findOverflow(page), barriers: await findBarriers(page) }).toEqual({
    name,
    overflow: [],
    barriers: [],
  });
}

/** What the guide above the channel says comes next. */
async function waitForNext({ page }: Visitor, words: RegExp): Promise<void> {
  await page.getByRole('main').getByText(words).waitFor(long);
}

/** From a package to a served model, by what one reads and presses. `size` names the pictures. */
export async function playFirstRelease(visitor: Visitor, size: string): Promise<void> {
  const { page, message } = visitor;
  await lookAt(visitor, `${size}-1-welcome`);
  await visitor.become('Dana Okafor');
  await visitor.say('register champion.zip');
  await message(/hmeq v1 is registered/).waitFor(long);
  await visitor.say('deploy champion to production -- first release');
  const question = message(/hmeq v1 to production/, /Waiting for approval/, /Approve…/);
  await question.waitFor(long);
  await lookAt(visitor, `${size}-2-question`);
  await visitor.decide(question, 'Approve', 'it is mine, I know it');
  await question.getByText('You asked for r1, so somebody else must decide on it.').waitFor(long);
  await waitForNoteInSight(page);
  await lookAt(visitor, `${size}-3-refused`);
  await waitForNext(visitor, /Not yours, as you asked for r1\. Become Lena Brandt\./);
  await visitor.become('Lena Brandt');
  await visitor.decide(question, 'Approve', 'evidence reviewed');
  await page.getByText('Serving, scores verified').first().waitFor(long);
  await visitor.model(async (model) => {
    await model.getByText('v1').first().waitFor(long);
    await lookAt(visitor, `${size}-4-serving`);
  });
}

/** One window: applicants are scored, their outcomes come, and it is judged. */
async function playWindow(visitor: Visitor, drift: string | undefined, judged: RegExp): Promise<void> {
  await visitor.world(async (world) => {
    if (drift !== undefined) {
      await world.getByRole('slider', { name: /Drift/ }).fill(drift);
      await world
        .getByText(/far from/)
        .first()
        .waitFor(long);
    }
    await world.getByRole('button', { name: /^Send 1,500/ }).click();
    await world.getByRole('button', { name: /^Deliver 1,500 outcomes/ }).click(long);
    await world.getByText('1,500 outcomes delivered').first().waitFor(long);
  });
  await visitor.model((model) =>
    model
      .getByText(judged)
      .first()
      .waitFor({ ...long, state: 'attached' }),
  );
}

/** A good window, two bad ones, the alert, a retraining, and the challenger that two people let in. */
export async function playDecay(visitor: Visitor, size: string): Promise<void> {
  const { message } = visitor;
  await playWindow(visitor, undefined, /window 1/i);
  await playWindow(visitor, '1', /window 2/i);
  await playWindow(visitor, undefined, /window 3/i);
  const alert = message(/less well than agreed/, /Retrain…/);
  await alert.waitFor(long);
  await lookAt(visitor, `${size}-5-alert`);
  await visitor.become('Dana Okafor');
  await visitor.decide(alert, 'Retrain', 'the separation fell twice');
  const question = message(/hmeq v2 to production, replacing v1/, /Waiting for approval/, /Approve…/);
  await question.waitFor(long);
  await waitForNext(visitor, /r2 answers alert a1\. .*Not yours.* Become Lena Brandt, then Theo Lind\./);
  await visitor.become('Theo Lind');
  await visitor.decide(question, 'Approve', 'better on the same applicants');
  const second = message(/hmeq v2 to production, replacing v1/, /Waiting for one more approval/, /Approve…/);
  await second.waitFor(long);
  await waitForNext(visitor, /Your approval is given.* Become Lena Brandt\./);
  await visitor.become('Lena Brandt');
  await visitor.decide(second, 'Approve', 'better, and by more than chance');
  await message(/production serves hmeq v2/).waitFor(long);
  await lookAt(visitor, `${size}-6-challenger-serves`);
  await visitor.model((model) => lookAt({ ...visitor, page: model.page() }, `${size}-7-model`));
}
