import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { askForRelease, models } from '../welcome/ask-for-release';
import { Welcome } from '../welcome/welcome';
import { NextStep } from './next-step';
import { useStep } from './use-step';
import { useWork } from './use-work';

/** What leads a newcomer, above the channel: the welcome, or one line in its place; nothing while the story leads. */
export function Guide({ onLookAround }: { readonly onLookAround: () => void }) {
  const store = useStore();
  const isOpen = usePart((state) => state.welcome);
  const isTold = usePart(({ story }) => ['playing', 'paused', 'deciding'].includes(story?.phase ?? 'idle'));
  const step = useStep();
  const work = useWork();
  if (isTold && !isOpen) return null;
  const next = (
    <NextStep
      step={step}
      isBusy={work.isBusy}
      failure={work.failure}
      onRelease={(model) => work.start(() => askForRelease(store, models[model]))}
    />
  );
  if (isOpen)
    return (
      <Welcome isBegun={work.isBusy || step.buttons[0]?.does !== 'release'} work={work} onLookAround={onLookAround}>
        {next}
      </Welcome>
    );
  return (
    <section class="guide-bar" aria-label="What comes next">
      {next}
    </section>
  );
}
