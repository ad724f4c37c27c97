import { useId, useState } from 'preact/hooks';
import { send } from '../state/send';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { askForRelease, models } from './ask-for-release';
import { Guide } from './guide-view';
import { guideStep } from './guide';

interface WelcomeOf {
  /** The visitor wants to find their own way. */
  readonly onLookAround: () => void;
}

/** What a newcomer meets above the channel: what this is, three ways to begin, and what to do next until v2 serves. */
export function Welcome({ onLookAround }: WelcomeOf) {
  const store = useStore();
  const isOpen = usePart((state) => state.welcome);
  const overview = usePart((state) => state.overview);
  const work = useWork();
  if (!isOpen) return null;
  const step = guideStep(overview);
  const close = (): void => store.set({ welcome: false });
  const model = step.at === 'ask-first' ? models.first : step.at === 'ask-next' ? models.second : undefined;
  return (
    <section class="welcome" aria-labelledby="welcome-name">
      <button class="icon-button welcome-close" aria-label="Close the welcome" title="Close" onClick={close}>
        ×
      </button>
      <h2 id="welcome-name">Welcome</h2>
      {step.at === 'ask-first' && !work.isBusy && <Introduction />}
      <Guide step={step} isBusy={work.isBusy} />
      <div class="welcome-buttons">
        {model !== undefined && (
          <button
            class="button primary"
            disabled={work.isBusy}
            onClick={() => work.start(() => askForRelease(store, model))}
          >
            {model === models.first ? 'Release the first model' : 'Release the second model'}
          </button>
        )}
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
      {work.failure !== '' && <p role="alert">{work.failure}</p>}
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

interface Work {
  readonly isBusy: boolean;
  readonly failure: string;
  readonly start: (work: () => Promise<unknown>) => void;
}

function useWork(): Work {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const start = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setFailure('');
    try {
      await work();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return { isBusy, failure, start: (work) => void start(work) };
}
