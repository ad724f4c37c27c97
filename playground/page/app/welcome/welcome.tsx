import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Work } from '../guide/use-work';
import { send } from '../state/send';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';

interface WelcomeOf {
  /** The visitor knows already what this is. */
  readonly isBegun: boolean;
  readonly work: Work;
  /** The visitor wants to find their own way. */
  readonly onLookAround: () => void;
  /** What comes next. */
  readonly children: ComponentChildren;
}

/** What a newcomer meets above the channel: what this is, what comes next, and two other ways to begin. */
export function Welcome({ isBegun, work, onLookAround, children }: WelcomeOf) {
  const store = useStore();
  const close = (): void => store.set({ welcome: false });
  return (
    <section class="welcome" aria-labelledby="welcome-name">
      <button class="icon-button welcome-close" aria-label="Close the welcome" title="Close" onClick={close}>
        ×
      </button>
      <h2 id="welcome-name">Welcome</h2>
      {!isBegun && <Introduction />}
      {children}
      <div class="welcome-buttons">
        <button class="button" onClick={() => work.start(() => send('/story/start', {}).then(close))}>
          Tell me the story
        </button>
        <button
          class="button"
          onClick={() => {
            close();
            onLookAround();
          }}
        >
          Look around first
        </button>
      </div>
    </section>
  );
}

/** In a narrow window it is folded, so that the conversation keeps its room. */
function Introduction() {
  const id = useId();
  const people = usePart((state) => state.workplace.people);
  const [isUnfolded, setUnfolded] = useState(false);
  return (
    <>
      <button
        class="welcome-unfold"
        aria-expanded={isUnfolded}
        aria-controls={id}
        onClick={() => setUnfolded(!isUnfolded)}
      >
        What is this?
      </button>
      <div id={id} class="welcome-about" data-unfolded={isUnfolded}>
        <p>
          This is Teams on your laptop, with a bot, Steward, that takes a model from a zip file to production while
          people decide. Only Teams is played: the database, the images, the models and their answers are real.
        </p>
        <p class="welcome-cast">
          You can be anybody of the team: {people.map(({ name, note }) => `${name} (${note})`).join(', ')}.
          <span class="welcome-where"> Switch by the round button at the top.</span>
        </p>
      </div>
    </>
  );
}
