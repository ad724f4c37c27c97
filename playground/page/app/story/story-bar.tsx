import { useState } from 'preact/hooks';
import type { StoryState } from '../../wire/story';
import { CardLink } from '../guide/card-link';
import { become } from '../state/become';
import { personOf } from '../state/page-store';
import { send } from '../state/send';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';

/** What the story is doing, above the conversation in which it does it; nothing while none is told. */
export function StoryBar() {
  const story = usePart((state) => state.story);
  const [failure, setFailure] = useState('');
  if (story === null || story.phase === 'idle') return null;
  const command = (what: string) => () => {
    setFailure('');
    send(`/story/${what}`, {}).catch((error: unknown) =>
      setFailure(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <section class="story" aria-label="The story" data-phase={story.phase}>
      <p class="story-place">
        {story.phase === 'ended' ? 'The story is told' : `${story.act}, step ${story.step} of ${story.of}`}
        {story.phase === 'paused' && ' (paused)'}
      </p>
      <div role="status">
        <p class="story-sentence">{sentenceOf(story)}</p>
        {story.task !== null && story.phase === 'deciding' && <p class="story-task">Your turn: {story.task}</p>}
      </div>
      <div class="story-buttons">
        {story.phase === 'deciding' && <TurnButton story={story} />}
        {story.phase === 'playing' && (
          <button class="button" onClick={command('pause')}>
            Pause after this step
          </button>
        )}
        {story.phase === 'paused' && (
          <button class="button" onClick={command('resume')}>
            Go on
          </button>
        )}
        {(story.phase === 'ended' || story.phase === 'failed') && (
          <button class="button" onClick={command('start')}>
            Tell it again
          </button>
        )}
        <button class="button" onClick={command('stop')}>
          {isOver(story) ? 'Close' : 'Stop the story'}
        </button>
      </div>
      {failure !== '' && <p class="story-failure">{failure}</p>}
    </section>
  );
}

function isOver({ phase }: StoryState): boolean {
  return phase === 'ended' || phase === 'failed';
}

function sentenceOf({ phase, sentence, failure }: StoryState): string {
  if (phase === 'failed') return failure ?? 'It cannot go on.';
  if (phase === 'ended')
    return 'From a zip file to an approved challenger. Now play it yourself: every button and command works.';
  return sentence;
}

/** The visitor decides through the eyes of whom the step names, on the card of what waits. */
function TurnButton({ story }: { readonly story: StoryState }) {
  const store = useStore();
  const me = usePart((state) => state.me);
  const person = usePart((state) => (story.as === null ? undefined : personOf(state, story.as)));
  const release = usePart(({ overview }) => overview?.environments.find(({ leading }) => leading)?.release?.name);
  if (person !== undefined && me !== person.objectId)
    return (
      <button class="button primary" onClick={() => become(store, person.objectId)}>
        Become {person.name}
      </button>
    );
  return release === undefined ? null : <CardLink of={release} look="primary" />;
}
