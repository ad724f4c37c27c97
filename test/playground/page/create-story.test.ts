import { setImmediate as breathe } from 'node:timers/promises';
import { createStory } from '../../../playground/page/story/create-story';
import type { Stage } from '../../../playground/page/story/stage';
import type { Step } from '../../../playground/page/story/steps';
import type { Snapshot } from '../../../playground/page/wire/stream';
import type { StoryState } from '../../../playground/page/wire/story';

const lena = { objectId: 'lena-id', name: 'Lena Brandt', note: '' };
const snapshot = { workplace: { people: [lena] } } as unknown as Snapshot;

/** A step that goes on when the test says so, and notes that it was played. */
function createStep(sentence: string, more: Partial<Step> = {}): Step & { readonly finish: (error?: Error) => void } {
  let settle: (error?: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => (settle = (error) => (error ? reject(error) : resolve())));
  done.catch(() => undefined);
  return { act: 'An act', sentence, play: () => done, ...more, finish: (error) => settle(error) };
}

function open(steps: readonly Step[]) {
  const told: StoryState[] = [];
  const story = createStory({
    steps,
    stageFor: (signal) =>
      ({
        now: () => snapshot,
        until: () => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
      }) as unknown as Stage,
    readingMs: 0,
    changed: (state) => void told.push(state),
  });
  return { story, told, phases: () => told.map(({ phase, step }) => `${phase} ${step}`) };
}

/** Lets everything that is due happen, timers of 0 ms among it. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0)).then(() => breathe());
}

describe('the story of the page', () => {
  it('plays its steps in order and ends', async () => {
    const [first, second] = [createStep('one'), createStep('two')];
    const { story, phases, told } = open([first, second]);
    story.start();
    first.finish();
    second.finish();
    await settle();
    expect(phases()).toEqual(['playing 0', 'playing 1', 'playing 2', 'ended 2']);
    expect(told.map(({ sentence }) => sentence)).toEqual(['', 'one', 'two', 'two']);
  });

  it('leaves out what is there already', async () => {
    const first = createStep('one', { isNeeded: () => false });
    const second = createStep('two');
    const { story, phases } = open([first, second]);
    story.start();
    second.finish();
    await settle();
    expect(phases()).toEqual(['playing 0', 'playing 2', 'ended 2']);
  });

  it('says whose turn it is while the visitor decides', async () => {
    const step = createStep('one', { task: 'Press Approve.', as: 'Lena' });
    const { story } = open([step]);
    story.start();
    await settle();
    expect(story.state()).toMatchObject({ phase: 'deciding', task: 'Press Approve.', as: 'lena-id' });
  });

  it('pauses after the step that is being played, and goes on', async () => {
    const [first, second] = [createStep('one'), createStep('two')];
    const { story, phases } = open([first, second]);
    story.start();
    story.setPaused(true);
    first.finish();
    second.finish();
    await settle();
    expect(phases().at(-1)).toBe('paused 1');
    story.setPaused(false);
    await settle();
    expect(phases().slice(-2)).toEqual(['playing 2', 'ended 2']);
  });

  it('says why it cannot go on, and can be told again', async () => {
    const step = createStep('one');
    const { story } = open([step]);
    story.start();
    step.finish(new Error('The bot does not answer.'));
    await settle();
    expect(story.state()).toMatchObject({ phase: 'failed', failure: 'The bot does not answer.', task: null });
    story.start();
    expect(story.state().phase).toBe('playing');
  });

  it('is told once, however often it is started', async () => {
    const { story, phases } = open([createStep('one')]);
    story.start();
    story.start();
    await settle();
    expect(phases()).toEqual(['playing 0', 'playing 1']);
  });

  it('ends where it stands when it is stopped, also while it is paused, and leaves no trace', async () => {
    const step = createStep('one', { play: (stage) => stage.until('nothing', () => false) });
    const { story } = open([step]);
    story.start();
    await settle();
    story.stop();
    await settle();
    expect(story.state()).toMatchObject({ phase: 'idle', step: 0 });
    const [first, second] = [createStep('one'), createStep('two')];
    const paused = open([first, second]);
    paused.story.start();
    paused.story.setPaused(true);
    first.finish();
    await settle();
    expect(paused.phases().at(-1)).toBe('paused 1');
    paused.story.stop();
    await settle();
    expect(paused.story.state().phase).toBe('idle');
  });
});
