import { projectChannel } from '../state/project-channel';
import { useStore } from '../state/use-store';

/** What the guide says; a press on a command that it names puts that into the box in which one writes. */
export function GuideWords({ text }: { readonly text: string }) {
  const store = useStore();
  const write = (command: string): void => {
    const conversation = projectChannel(store.get());
    if (conversation !== undefined) store.set({ conversation, view: 'chat', given: { conversation, text: command } });
  };
  return (
    <>
      {text.split('`').map((part, index) =>
        index % 2 === 0 ? (
          part
        ) : (
          <button key={index} class="guide-command" title="Put it into the box below" onClick={() => write(part)}>
            {part}
          </button>
        ),
      )}
    </>
  );
}
