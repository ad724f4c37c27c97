import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../client/failure';
import { findPerson } from '../../client/find-in-workplace';
import type { StoryState } from '../wire/story';
import type { Stage } from './stage';
import type { Step } from './steps';

/** The story that the page tells with the visitor in it. What it does is done in the channel, so that nothing is lost when it is ended. */
export interface Story {
  state(): StoryState;
  /** Begins from the first step that is needed; nothing while it is being told. */
  start(): void;
  /** Waits before the next step, or goes on. */
  setPaused(paused: boolean): void;
  /** Ends it where it stands. */
  stop(): void;
}

interface StoryParts {
  readonly steps: readonly Step[];
  /** A stage whose waiting ends with the signal. */
  readonly stageFor: (signal: AbortSignal) => Stage;
  /** Milliseconds to read what happened, after each step. */
  readonly readingMs: number;
  readonly changed: (state: StoryState) => void;
}

const idle: StoryState = {
  phase: 'idle',
  step: 0,
  of: 0,
  act: '',
  sentence: '',
  task: null,
  as: null,
  failure: null,
};

export function createStory({ steps, stageFor, readingMs, changed }: StoryParts): Story {
  let state: StoryState = { ...idle, of: steps.length };
  let telling: AbortController | undefined;
  let paused = false;
  let goOn: () => void = () => undefined;

  function set(part: Partial<StoryState>): void {
    state = { ...state, ...part };
    changed(state);
  }

  async function waitWhilePaused(signal: AbortSignal): Promise<void> {
    while (paused && !signal.aborted) {
      set({ phase: 'paused' });
      await new Promise<void>((resolve) => (goOn = resolve));
    }
    signal.throwIfAborted();
  }

  async function play(step: Step, at: number, stage: Stage, signal: AbortSignal): Promise<void> {
    const as = step.as === undefined ? null : findPerson(stage.now().workplace, step.as).objectId;
    const phase = step.task === undefined ? 'playing' : 'deciding';
    set({ phase, step: at + 1, act: step.act, sentence: step.sentence, task: step.task ?? null, as });
    await Promise.race([step.play(stage), whenAborted(signal)]);
  }

  async function tell(signal: AbortSignal): Promise<void> {
    const stage = stageFor(signal);
    for (const [at, step] of steps.entries()) {
      if (step.isNeeded?.(stage.now()) === false) continue;
      await waitWhilePaused(signal);
      await play(step, at, stage, signal);
      await pause(readingMs, undefined, { signal });
    }
  }

  return {
    state: () => state,
    start() {
      if (telling !== undefined) return;
      const own = new AbortController();
      telling = own;
      paused = false;
      set({ ...idle, of: steps.length, phase: 'playing' });
      tell(own.signal)
        .then(() => set({ phase: 'ended', task: null, as: null }))
        .catch((error: unknown) => {
          if (own.signal.aborted) set({ ...idle, of: steps.length });
          else set({ phase: 'failed', task: null, as: null, failure: messageOf(error) });
        })
        .finally(() => (telling = undefined));
    },
    setPaused(wanted) {
      paused = wanted && telling !== undefined;
      if (!paused) goOn();
    },
    stop() {
      if (telling === undefined) return set({ ...idle, of: steps.length });
      telling.abort(new Error('the story was ended'));
      goOn();
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
}
