import { type Retraining, type RetrainingState, isRetrainingOpen } from '../../domain/retraining/retraining';
import { type Block, item, section } from '../document';
import { say, sign } from '../elements/phrase';
import { sayShare } from '../words/share';

const steps = ['collecting', 'training', 'checking', 'comparing', 'registering'] as const;
type Step = (typeof steps)[number];

const titles: Readonly<Record<Step, string>> = {
  collecting: 'Data',
  training: 'Train',
  checking: 'Check',
  comparing: 'Compare',
  registering: 'Register',
};

/** The state in the words of a sentence: `training`. */
export function stepWords(state: RetrainingState): string {
  return state === 'not_better' ? 'not better' : state;
}

export interface RetrainingStepShown {
  readonly title: string;
  /** `stopped`: it ended in this step, or in another one that is. `skipped`: it came to its end without this step. */
  readonly state: 'done' | 'running' | 'stopped' | 'open' | 'skipped';
  /** What the trainer says of it. */
  readonly detail?: string;
}

/** Each step and how far it is, for readers other than people. */
export function listRetrainingSteps(retraining: Retraining): readonly RetrainingStepShown[] {
  const { done, now, open } = standing(retraining);
  const current = isRetrainingOpen(retraining.state) ? 'running' : 'stopped';
  const detail = progressText(retraining);
  return steps.map((step) => {
    const title = titles[step];
    if (done.includes(step)) return { title, state: 'done' };
    if (now.includes(step)) return { title, state: current, ...(detail === undefined ? {} : { detail }) };
    return { title, state: open.includes(step) ? 'open' : 'skipped' };
  });
}

/** The steps by how far they are, in words; the sign beside them adds nothing. */
export function retrainingStepBlocks(retraining: Retraining): Block[] {
  const { done, now, open } = standing(retraining);
  const running = isRetrainingOpen(retraining.state);
  return [
    section('Steps'),
    ...(done.length > 0 ? [item(say`${sign('✓')}Done: ${list(done)}`)] : []),
    ...(now.length === 0
      ? []
      : running
        ? [item(say`${sign('▸')}Now: ${list(now)}${sayProgress(retraining)}`)]
        : [item(say`${sign('✗')}Stopped in: ${now.map((step) => titles[step]).join(' or ')}`, 'bad')]),
    ...(open.length > 0 ? [item(say`${running ? 'Still to come' : 'Not run'}: ${list(open)}`, 'quiet')] : []),
  ];
}

/** Steps done, the trainer's own share counted in: 100 for each step. */
export function retrainingProgressBlock(retraining: Retraining): Block {
  const share = retraining.state === 'training' ? Math.min(1, Math.max(0, retraining.progress?.share ?? 0)) : 0;
  const done = standing(retraining).done.length;
  return {
    kind: 'progress',
    done: done * 100 + Math.round(share * 100),
    of: steps.length * 100,
    said: `${done} of ${steps.length} steps done`,
  };
}

/**
 * Which steps are behind it. For one that ended early the record shows what it had made, which tells the steps up to
 * Train apart; of Check and Compare neither leaves anything when it fails.
 */
function standing(retraining: Retraining): { done: readonly Step[]; now: readonly Step[]; open: readonly Step[] } {
  const { state, dataset, candidate, comparison } = retraining;
  const at = steps.findIndex((step) => step === state);
  if (at >= 0) return cut(at, at + 1);
  if (state === 'registered') return cut(5, 5);
  if (state === 'not_better') return { done: steps.slice(0, 4), now: [], open: [] };
  if (comparison) return cut(4, 5);
  if (candidate) return cut(2, 4);
  return dataset ? cut(1, 2) : cut(0, 1);
}

function cut(from: number, to: number) {
  return { done: steps.slice(0, from), now: steps.slice(from, to), open: steps.slice(to) };
}

function list(of: readonly Step[]): string {
  return of.map((step) => titles[step]).join(', ');
}

function sayProgress(retraining: Retraining): string {
  const text = progressText(retraining);
  return text === undefined ? '' : `, ${text}`;
}

function progressText({ state, progress }: Retraining): string | undefined {
  if (state !== 'training' || !progress) return undefined;
  const round = progress.round === undefined ? '' : `, round ${progress.round}`;
  return `${sayShare(progress.share)} done${round} (as the trainer says)`;
}
