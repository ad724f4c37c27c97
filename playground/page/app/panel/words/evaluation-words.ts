import type { Evaluation } from '../../../wire/overview';

/** How a state looks: each has a colour and a sign of its own, and words. */
export type StateLook = 'good' | 'close' | 'below' | 'unjudged';

const looks: Readonly<Record<string, { readonly text: string; readonly look: StateLook }>> = {
  ok: { text: 'OK', look: 'good' },
  warn: { text: 'Close to the limit', look: 'close' },
  breach: { text: 'Below what was agreed', look: 'below' },
  insufficient: { text: 'Not enough to judge', look: 'unjudged' },
  immature: { text: 'Not judged yet', look: 'unjudged' },
  inconclusive: { text: 'Cannot be judged', look: 'unjudged' },
  failed: { text: 'The evaluation failed', look: 'unjudged' },
};

/** The state of an evaluation in the words of Steward's cards. What has no KS never looks judged. */
export function evaluationWords({ state, ks }: Pick<Evaluation, 'state' | 'ks'>): {
  readonly text: string;
  readonly look: StateLook;
} {
  const { text, look } = looks[state] ?? { text: state, look: 'unjudged' };
  return { text, look: ks === null ? 'unjudged' : look };
}
