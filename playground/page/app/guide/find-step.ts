import type { OutsideState } from '../../wire/outside';
import type { Environment, Overview } from '../../wire/overview';
import { counted } from '../panel/words/say-count';
import { countWaiting } from '../outside/why-not';
import type { Cast, Step } from './step';
import { sayEnding } from './say-ending';
import { stepOfAlert, stepOfTraining } from './step-of-challenger';
import { stepOfRelease } from './step-of-release';
import { stepOfWindow } from './step-of-window';

/**
 * What usefully comes next in the loop. Read from what is, so that it also follows somebody who types everything by hand;
 * the one rule for everything on the page that guides.
 */
export function findStep(overview: Overview | null, outside: OutsideState | null, cast: Cast): Step {
  const environment = overview?.environments.find(({ leading }) => leading);
  if (overview === null || environment === undefined) return begin(null, null);
  return (
    stepOfRelease(environment, cast) ??
    stepOfNothing(environment, overview.champion) ??
    stepOfBusy(outside) ??
    stepOfTraining(environment) ??
    stepOfOutcomes(outside) ??
    stepOfAlert(environment, cast) ??
    stepOfSecondModel(environment, outside) ??
    stepOfWindow(environment, outside)
  );
}

function begin(champion: string | null, ended: string | null): Step {
  const deploy = '`deploy champion to production`';
  const before = ended === null ? '' : `${ended}, and nothing serves yet. `;
  const words =
    champion === null
      ? `To begin, Dana registers champion.zip and asks to bring it to production: press the button, or type \`register champion.zip\`, then ${deploy}.`
      : `${champion} is the champion, and nothing serves: have Dana ask for its release, or type ${deploy}.`;
  return { words: before + words, buttons: [{ does: 'release', model: 'first' }] };
}

function stepOfNothing({ serving, release }: Environment, champion: string | null): Step | undefined {
  if (serving !== null) return undefined;
  return begin(champion, release === null ? null : sayEnding(release));
}

/** Versions are counted as they are registered. */
const firstVersion = 'v1';

/** Only while nothing was scored, by the page or by anybody else. */
function stepOfSecondModel(
  { serving, evaluations, pending }: Environment,
  outside: OutsideState | null,
): Step | undefined {
  const isScored = (outside?.sent ?? 0) > 0 || evaluations.length > 0 || pending.rows > 0;
  if (serving?.version !== firstVersion || isScored) return undefined;
  return {
    words: `${firstVersion} is serving. Next, Dana registers the second model, challenger.zip, and asks for its release; or let ${firstVersion} meet the world outside at once.`,
    buttons: [{ does: 'release', model: 'second' }, { does: 'world' }],
  };
}

function stepOfBusy(outside: OutsideState | null): Step | undefined {
  if (outside === null || outside.busy === null) return undefined;
  const words = `${outside.busy.what}. Meanwhile you may break something in the world outside: nothing is lost.`;
  return { words, buttons: [{ does: 'world' }] };
}

function stepOfOutcomes(outside: OutsideState | null): Step | undefined {
  const waiting = outside === null ? 0 : countWaiting(outside);
  if (waiting === 0) return undefined;
  const was = waiting === 1 ? 'was' : 'were';
  return {
    words: `${counted(waiting, 'applicant')} ${was} scored, and nobody knows yet what became of them: deliver their outcomes.`,
    buttons: [{ does: 'world' }],
    deed: 'outcomes',
  };
}
