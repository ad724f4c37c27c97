import { become } from '../state/become';
import { usePart } from '../state/use-part';
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
  const people = usePart((state) => state.workplace.people);
  if (button.does === 'card') return <CardLink of={button.of} look={isFirst ? 'primary' : 'button'} />;
  const { title, act } = ((): { readonly title: string; readonly act: () => void } => {
    switch (button.does) {
      case 'become': {
        const person = people.find(({ name }) => name === button.person);
        return { title: `Become ${button.person}`, act: () => person !== undefined && become(store, person.objectId) };
      }
      case 'release':
        return { title: `Release the ${button.model} model`, act: () => onRelease?.(button.model) };
      case 'world':
        return { title: 'Open the world', act: () => openWorld(store) };
    }
  })();
  return (
    <button class={isFirst ? 'button primary' : 'button'} onClick={act}>
      {title}
    </button>
  );
}
