import { PlaygroundFailure } from '../client/failure';
import type { OutsideState } from '../page/wire/outside';
import type { World } from './open-world';

const loggedSentences = 20;
const longestSentence = 600;

/** What is seen of the world, and who watches. */
export function setStage(world: World, environment: string, now: () => Date) {
  const { facts } = world;
  const listeners = new Set<() => void>();
  let serving = false;
  let busy: OutsideState['busy'] = null;
  const show = (): void => listeners.forEach((listener) => listener());
  const changed = (): void => {
    world.keep();
    show();
  };
  return {
    changed,
    isBusy: () => busy !== null,
    state: (): OutsideState => {
      const { drift, sentIn, sent, scored, told, log } = facts;
      return { environment, serving, drift, sentIn, sent, scored, told, busy, log: [...log] };
    },
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    setServing: (serves: boolean) => {
      if (serves === serving) return;
      serving = serves;
      show();
    },
    /** Throws a PlaygroundFailure when something is under way. */
    begin: (what: string, of: number) => {
      if (busy !== null)
        throw new PlaygroundFailure(
          `${busy.what}, ${busy.done.toLocaleString('en')} of ${busy.of.toLocaleString('en')} so far. Try again when that is over.`,
        );
      busy = { what, done: 0, of };
      show();
    },
    progress: (done: number) => {
      if (busy !== null) busy = { ...busy, done };
      changed();
    },
    end: () => {
      busy = null;
      changed();
    },
    tell: (kind: OutsideState['log'][number]['kind'], text: string) => {
      const said = { at: now().toISOString(), text: text.slice(0, longestSentence), kind };
      facts.log = [...facts.log, said].slice(-loggedSentences);
      changed();
    },
  };
}
