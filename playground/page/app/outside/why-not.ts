import type { OutsideState } from '../../wire/outside';
import { counted, sayCount } from '../panel/words/say-count';

export const mostApplications = 5_000;

export type Deed = 'applications' | 'outcomes' | 'break';

/** Why something cannot be done now, in a sentence that ends with what to do; undefined when it can. */
export function whyNot(deed: Deed, outside: OutsideState): string | undefined {
  const { busy, serving, environment } = outside;
  if (deed === 'break') return serving ? undefined : `No model server runs in ${environment}: nothing to break.`;
  if (busy !== null) return 'Wait until what is under way is over.';
  if (deed === 'applications')
    return serving ? undefined : `Nothing answers in ${environment}: release a version there first.`;
  if (countWaiting(outside) > 0) return undefined;
  return outside.scored === 0
    ? 'Nobody was scored yet: send applications first.'
    : 'Every outcome is delivered: send applications first.';
}

/** Applicants who were scored and of whom nobody told what became of them. */
export function countWaiting({ scored, told }: Pick<OutsideState, 'scored' | 'told'>): number {
  return Math.max(0, scored - told);
}

/** What is wrong with a number of applications; undefined when nothing is. */
export function whyNotSo(count: number): string | undefined {
  if (Number.isInteger(count) && count >= 1 && count <= mostApplications) return undefined;
  return `Give a whole number from 1 to ${sayCount(mostApplications)}.`;
}

/** `Send 1,500 applications`. */
export function saySend(count: number): string {
  return whyNotSo(count) === undefined ? `Send ${counted(count, 'application')}` : 'Send applications';
}
