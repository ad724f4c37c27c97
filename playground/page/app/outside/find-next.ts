import type { OutsideState } from '../../wire/outside';
import type { Environment, Overview } from '../../wire/overview';
import { alertAtHand } from '../panel/alert-at-hand';
import { firstWords } from '../panel/words/first-words';
import { orderWindows } from '../panel/ks/select-windows';
import { counted, sayCount } from '../panel/words/say-count';
import { countWaiting } from './why-not';

/** What usefully comes next in the loop, in a sentence. */
export function findNext(overview: Overview | null, outside: OutsideState): string {
  const environment = overview?.environments.find(({ name }) => name === outside.environment);
  if (environment === undefined) return outside.serving ? sendFirst : firstWords(overview, outside.environment);
  return (
    nextOfRelease(environment) ??
    (environment.serving === null ? firstWords(overview, outside.environment) : undefined) ??
    nextOfBusy(outside) ??
    nextOfTraining(environment) ??
    nextOfOutcomes(outside) ??
    nextOfAlert(environment, overview) ??
    nextOfWindow(environment, outside)
  );
}

const sendFirst = 'Send 1,500 applications, so that there is something to judge.';

function nextOfRelease({ release, serving }: Environment): string | undefined {
  if (release === null) return undefined;
  if (release.state === 'failed' && serving === null)
    return `${release.name} failed: its card in the channel says why and what can be done about it.`;
  if (release.endedAt !== null) return undefined;
  const waits = release.steps.some(({ state }) => state === 'waiting');
  return waits
    ? `${release.name} waits for approval: become one of those who may approve it and press Approve on its card in the channel.`
    : `${release.name} is under way: its steps are shown beside the channel.`;
}

function nextOfBusy({ busy }: OutsideState): string | undefined {
  return busy === null ? undefined : `${busy.what}. Meanwhile you may break something: nothing is lost.`;
}

function nextOfTraining({ retraining }: Environment): string | undefined {
  if (retraining === null || retraining.endedAt !== null) return undefined;
  return `${retraining.name} trains a challenger: its steps are shown beside the channel.`;
}

function nextOfAlert(environment: Environment, overview: Overview | null): string | undefined {
  const { name, retraining, serving } = environment;
  const alert = alertAtHand(environment);
  if (alert === null) return undefined;
  const challenger = overview?.challenger ?? null;
  if (challenger !== null && challenger !== serving?.version)
    return `${challenger} is the challenger. Say \`@Steward deploy challenger to ${name}\` in the channel to have it released.`;
  const triedSince = retraining !== null && Date.parse(retraining.endedAt ?? '') > Date.parse(alert.raisedAt);
  if (triedSince && retraining.state === 'not_better')
    return `${retraining.name} made nothing better. Send more applications and deliver their outcomes, then say \`@Steward retrain\` in the channel.`;
  return `Look at alert ${alert.name} in the channel: acknowledge it, or have a challenger trained.`;
}

function nextOfOutcomes(outside: OutsideState): string | undefined {
  const waiting = countWaiting(outside);
  if (waiting === 0) return undefined;
  return `${counted(waiting, 'applicant')} ${waiting === 1 ? 'was' : 'were'} scored, and nobody knows yet what became of them: deliver their outcomes.`;
}

function nextOfWindow(environment: Environment, { drift }: OutsideState): string {
  const { pending, policy, serving } = environment;
  const windows = orderWindows(environment.evaluations).filter(({ version }) => version === serving?.version);
  if (pending.rows > 0 && pending.of !== null) return nextOfRows({ ...pending, of: pending.of });
  const newest = windows.at(-1);
  if (newest === undefined) return environment.evaluations.length > 0 ? sendNew(environment) : sendFirst;
  if (newest.state === 'breach') return afterBreach(policy?.consecutive ?? 1);
  if (newest.ks === null)
    return 'The newest window could not be judged. Send more applications and deliver their outcomes.';
  if (drift === 0)
    return 'The model separates well. Let the world drift, then send applications and deliver their outcomes.';
  return 'The world has drifted: send applications and deliver their outcomes, and see whether the model still separates. If it does, let the world drift further.';
}

function nextOfRows({ rows, of, atLeast }: { rows: number; of: number; atLeast: boolean }): string {
  if (rows >= of) return 'A window is about to be judged: watch KS beside the channel.';
  return `Send ${atLeast ? 'up to ' : ''}${counted(of - rows, 'more application')}: a window takes ${sayCount(of)} rows.`;
}

function sendNew({ serving }: Environment): string {
  return `${serving?.version ?? 'A new version'} serves now: send applications and deliver their outcomes to see how well it separates.`;
}

function afterBreach(consecutive: number): string {
  if (consecutive <= 1) return 'The newest window is below what was agreed: look into the channel.';
  return `The newest window is below what was agreed. ${consecutive} in a row raise an alert: send more applications and deliver their outcomes.`;
}
