import type { Evaluation } from '../../../wire/overview';

/** How a state looks: each has a colour and a sign of its own. */
export type StateLook = 'good' | 'close' | 'below' | 'unjudged';

const looks: Readonly<Record<string, StateLook>> = { ok: 'good', warn: 'close', breach: 'below' };

/** What has no KS, or a state that this page does not know, never looks judged. */
export function evaluationLook({ state, ks }: Pick<Evaluation, 'state' | 'ks'>): StateLook {
  return ks === null ? 'unjudged' : (looks[state] ?? 'unjudged');
}
