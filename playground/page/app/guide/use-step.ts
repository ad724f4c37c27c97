import { personOf } from '../state/page-store';
import { usePart } from '../state/use-part';
import { findStep } from './find-step';
import type { Step } from './step';

/** What comes next, for the person whom the visitor plays. */
export function useStep(): Step {
  const overview = usePart((state) => state.overview);
  const outside = usePart((state) => state.outside);
  const me = usePart((state) => personOf(state, state.me)?.name ?? '');
  const modeller = usePart(({ workplace }) => workplace.people.find(({ name }) => name.startsWith('Dana '))?.name);
  return findStep(overview, outside, { me, modeller: modeller ?? 'who makes models' });
}
