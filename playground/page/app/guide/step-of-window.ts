import type { OutsideState } from '../../wire/outside';
import type { Environment, Evaluation } from '../../wire/overview';
import { listWindows } from '../panel/ks/select-windows';
import { counted, sayCount } from '../panel/words/say-count';
import { sayFigure, sayFigureBeside } from '../panel/words/say-figure';
import type { Step } from './step';

const world = [{ does: 'world' }] as const;

/** Rows of a window in the sample. */
const usualWindow = 1_500;

/** What the windows of the version that serves ask for, when nothing else is going on. */
export function stepOfWindow(environment: Environment, outside: OutsideState | null): Step {
  const version = environment.serving?.version ?? '';
  const { pending } = environment;
  if (pending.rows > 0 && pending.of !== null) return stepOfRows(pending, pending.of);
  const windows = listWindows(environment).filter((one) => one.version === version);
  const newest = windows.at(-1);
  const again = `send ${counted(pending.of ?? usualWindow, 'application')} and deliver their outcomes`;
  if (newest === undefined) return applications(`${sayServes(environment)}: ${again}, to see how well it separates.`);
  if (newest.ks === null)
    return applications(
      `Window ${newest.window} could not be judged. ${capital(again)}, so that there is more to go by.`,
    );
  if (newest.state === 'breach') return stepOfBreach(newest, countBreaches(windows), environment, again);
  if (isRetrained(environment)) return loopClosed(newest);
  return outside === null ? { words: sayWindow(newest), buttons: [] } : stepOfDrift(newest, outside, again);
}

function applications(words: string): Step {
  return { words, buttons: world, deed: 'applications' };
}

function stepOfRows({ rows, atLeast }: Environment['pending'], of: number): Step {
  const upTo = atLeast ? 'up to ' : '';
  if (rows < of)
    return applications(`Send ${upTo}${counted(of - rows, 'more application')}: a window takes ${sayCount(of)}.`);
  return { words: 'A window is about to be judged: watch KS in the panel of the model.', buttons: [] };
}

function sayServes({ serving, evaluations, ...environment }: Environment): string {
  const { version } = serving ?? { version: 'A model' };
  if (isRetrained({ serving, evaluations, ...environment }))
    return `${version} serves now, made from what was logged in the changed world`;
  return evaluations.length > 0 ? `${version} serves now` : `${version} is serving. Let it meet the world outside`;
}

function isRetrained({ serving, retraining, marks }: Environment): boolean {
  const isOf = (made: string | null): boolean => made !== null && made === serving?.version;
  return isOf(retraining?.version ?? null) || marks.some(({ kind, version }) => kind === 'retraining' && isOf(version));
}

function countBreaches(windows: readonly Evaluation[]): number {
  // As the monitor counts: only ok begins anew, and what was not judged is passed over.
  const since = windows.slice(windows.findLastIndex(({ state }) => state === 'ok') + 1);
  return since.filter(({ state }) => state === 'breach').length;
}

/** `Window 2: KS 0.550, above the agreed 0.450` */
function sayWindow(evaluation: Evaluation, still = ''): string {
  return `Window ${evaluation.window}: ${sayKs(evaluation, still)}`;
}

function sayKs({ ks, threshold }: Evaluation, still = ''): string {
  if (ks === null) return 'KS is not known';
  if (threshold === null) return `KS ${sayFigure(ks)}`;
  const side = ks < threshold ? 'below' : `${still}above`;
  return `KS ${sayFigureBeside(ks, threshold)}, ${side} the agreed ${sayFigure(threshold)}`;
}

function stepOfBreach(newest: Evaluation, breaches: number, { policy }: Environment, again: string): Step {
  const consecutive = policy?.consecutive ?? 1;
  if (breaches >= consecutive)
    return { words: `${sayWindow(newest)}: Steward raises an alert in the channel.`, buttons: [] };
  return applications(`${sayWindow(newest)}. ${consecutive} in a row raise an alert: ${again} once more.`);
}

function stepOfDrift(newest: Evaluation, { drift, sentIn }: OutsideState, again: string): Step {
  const { version } = newest;
  if (sentIn !== null && drift !== sentIn)
    return applications(`Drift is ${drift.toFixed(2)} now: ${again}, and see whether ${version} still separates.`);
  const letDrift = 'let the world drift to 1.';
  if (drift === 0) return { words: `${sayWindow(newest)}. Now ${letDrift}`, buttons: world, deed: 'drift' };
  if (drift < 1)
    return { words: `${sayWindow(newest, 'still ')}. ${capital(letDrift)}`, buttons: world, deed: 'drift' };
  return applications(
    `${sayWindow(newest, 'still ')}, though the world could not be further away. ${capital(again)} once more.`,
  );
}

function loopClosed(newest: Evaluation): Step {
  const { version } = newest;
  return {
    words: `The loop is closed: ${version}, made from what was logged, separates at ${sayKs(newest)}. What else: \`history\` tells who did what, \`rollback production -- trying it out\` goes back, and with drift 0 you see whether ${version} still knows the old world.`,
    buttons: world,
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
