interface Ephemeral {
  readonly text: string;
  readonly onDismiss: () => void;
}

/** What the bot answered to the visitor's own click. */
export function OnlyYou({ text, onDismiss }: Ephemeral) {
  return (
    <div class="card-note">
      <p class="card-note-who">Only you can see this</p>
      <p>{text}</p>
      <Dismiss onDismiss={onDismiss} />
    </div>
  );
}

/** Teams' own words for everything that goes wrong; why, it tells nobody, and the playground only the developer. */
export function WentWrong({ text, onDismiss }: Ephemeral) {
  return (
    <div class="card-note" data-kind="failed">
      <p>Something went wrong. Please try again.</p>
      <p class="card-note-why">For the developer: {text}</p>
      <Dismiss onDismiss={onDismiss} />
    </div>
  );
}

function Dismiss({ onDismiss }: Pick<Ephemeral, 'onDismiss'>) {
  return (
    <button type="button" class="card-note-dismiss" aria-label="Dismiss" title="Dismiss" onClick={onDismiss}>
      ×
    </button>
  );
}
