import type { Step } from '../../../wire/overview';

export function hasFailed(steps: readonly Step[]): boolean {
  return steps.some(({ state }) => state === 'failed');
}

/** Whether people should see its steps: it goes on, or it stopped in one of them. */
export function isPresent(work: { readonly endedAt: string | null; readonly steps: readonly Step[] }): boolean {
  return work.endedAt === null || hasFailed(work.steps);
}
