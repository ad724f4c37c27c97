import { become } from '../state/become';
import type { PageStore } from '../state/page-store';
import { useStore } from '../state/use-store';
import { CardLink } from './card-link';
import { openWorld } from './open-world';
import type { Step, StepButton } from './step';

interface StepButtonsOf {
  readonly step: Step;
  /** Left out where nothing of it can be begun. */
  readonly onRelease?: (model: 'first' | 'second') => void;
  /** Beside the controls of the world, of which the next one is filled already, and to which nothing need lead. */
  readonly isInWorld?: boolean;
}

/** What one presses for the next step; only the first one is filled, so that it is the one to press. */
export function StepButtons({ step, onRelease, isInWorld = false }: StepButtonsOf) {
  const shown = step.buttons.filter(
    ({ does }) => (does !== 'release' || onRelease !== undefined) && (does !== 'world' || !isInWorld),
  );
  if (shown.length === 0) return null;
  return (
    <div class="guide-buttons">
      {shown.map((button, index) => (
        <OneButton key={nameOf(button)} button={button} isFirst={index === 0 && !isInWorld} onRelease={onRelease} />
      ))}
    </div>
  );
}

function nameOf(button: StepButton): string {
  return Object.values(button).join(' ');
}

interface OneButtonOf {
  readonly button: StepButton;
  readonly isFirst: boolean;
  readonly onRelease: StepButtonsOf['onRelease'];
}

function OneButton({ button, isFirst, onRelease }: OneButtonOf) {
  const store = useStore();
  if (button.does === 'card') return <CardLink of={button.of} look={isFirst ? 'primary' : 'button'} />;
  return (
    <button class={isFirst ? 'button primary' : 'button'} onClick={() => press(store, button, onRelease)}>
      {titleOf(button)}
    </button>
  );
}

type OwnButton = Exclude<StepButton, { readonly does: 'card' }>;

function titleOf(button: OwnButton): string {
  if (button.does === 'become') return `Become ${button.person}`;
  return button.does === 'release' ? `Release the ${button.model} model` : 'Open the world';
}

function press(store: PageStore, button: OwnButton, onRelease: StepButtonsOf['onRelease']): void {
  if (button.does === 'world') return openWorld(store);
  if (button.does === 'release') return onRelease?.(button.model);
  const person = store.get().workplace.people.find(({ name }) => name === button.person);
  if (person !== undefined) become(store, person.objectId);
}
