import { useState } from 'preact/hooks';
import { install } from '../state/chat-actions';
import { usePart } from '../state/use-part';
import { useStore } from '../state/use-store';

/** Adds the bot to the team or the chat of this conversation, as the person whom the visitor plays. */
export function AddSteward({ conversation }: { readonly conversation: string }) {
  const store = useStore();
  const bot = usePart((state) => state.workplace.bot.name);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const add = async (): Promise<void> => {
    setBusy(true);
    setFailure('');
    try {
      await install(store.get().me, conversation);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    }
    setBusy(false);
  };
  return (
    <div class="add-bot">
      <button class="button primary" disabled={isBusy} onClick={() => void add()}>
        Add {bot}
      </button>
      {failure !== '' && <p role="alert">{failure}</p>}
    </div>
  );
}
