import { continueAsNew, log, proxyActivities, sleep } from '@temporalio/workflow';
import type { ObservationActivities } from '../activities/observation';
import type { ObserveInput } from './names';
import { timeOuts } from './time-outs';

const { observeAll } = proxyActivities<ObservationActivities>(timeOuts.observation);
const { checkImages } = proxyActivities<ObservationActivities>(timeOuts.imageCheck);

/** What other rooms do with what a look changed. */
interface FollowUps {
  showAlert(key: { alert: number }): Promise<unknown>;
}

const { showAlert } = proxyActivities<FollowUps>(timeOuts.observationCard);

/** Looks in one run: keeps the history short. */
const looksInARun = 200;
/** Cards that are shown after one look; the sweep of the cards shows the others. */
const cardsAtOnce = 50;

/** Looks at everything that serves, and asks for its images where that is due, again and again; one such workflow in all, started by every worker. */
export async function observe(input: ObserveInput): Promise<void> {
  for (let looks = 0; looks < looksInARun; looks += 1) {
    const begun = Date.now();
    await Promise.all([follow('look', observeAll), follow('check of images', checkImages)]);
    await sleep(Math.max(input.everyMs / 10, input.everyMs - (Date.now() - begun)));
  }
  await continueAsNew<typeof observe>(input);
}

/** One that does not work out is in the way of no later one. */
async function follow(what: string, work: () => Promise<readonly number[]>): Promise<void> {
  try {
    const changed = await work();
    await Promise.all(changed.slice(0, cardsAtOnce).map((alert) => show(alert)));
  } catch (error) {
    log.warn(`${what} did not work out`, { why: String(error) });
  }
}

async function show(alert: number): Promise<void> {
  try {
    await showAlert({ alert });
  } catch (error) {
    log.warn('showing an alert did not work out', { alert, why: String(error) });
  }
}
