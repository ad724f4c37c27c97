import { become } from '../state/become';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';
import { Avatar } from './avatar';

/** Everybody whom the visitor can be; one click, or the arrow keys. */
export function WhoAmI({ onChosen }: { readonly onChosen: () => void }) {
  const store = useStore();
  const people = usePart((state) => state.workplace.people);
  const me = usePart((state) => state.me);
  return (
    <fieldset class="people">
      <legend>You are</legend>
      {people.map(({ objectId, name, note }) => (
        <label key={objectId} class="person" onClick={(event) => event.detail > 0 && onChosen()}>
          <input
            type="radio"
            name="me"
            class="unseen"
            checked={objectId === me}
            onChange={() => become(store, objectId)}
          />
          <Avatar name={name} />
          <span class="person-name">{name}</span>
          <span class="person-note">{note}</span>
        </label>
      ))}
    </fieldset>
  );
}
