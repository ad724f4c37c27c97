import { useRef } from 'preact/hooks';
import type { Message } from '../../wire/chat';
import { tellActed } from '../chat/acted-card';
import { personOf } from '../state/page-store';
import { usePart } from '../state/use-part';
import { OnlyYou, WentWrong } from './card-notes';
import { CardSurface } from './card-surface';
import { newestNote } from './newest-note';
import { refreshesFor } from './refresh-for';
import { useClick } from './use-click';
import { useDismissed } from './use-dismissed';
import { useRefresh } from './use-refresh';

/** The card of a message as this visitor sees it, with what its buttons answered to them below it. */
export function CardView({ message }: { readonly message: Message }) {
  const me = usePart((state) => state.me);
  const oldPhone = usePart((state) => state.oldPhone);
  const channelUserId = usePart((state) => personOf(state, me)?.channelUserId);
  const place = useRef<HTMLDivElement>(null);
  const clicked = useClick(message, me, oldPhone);
  const told = newestNote(message, me, performance.timeOrigin);
  const [dismissed, dismiss] = useDismissed(told?.key);
  const wanted = message.card !== undefined && refreshesFor(message.card, channelUserId);
  useRefresh(place, wanted, { as: me, message: message.id, edits: message.edits });

  const card = clicked.card ?? message.views[me] ?? message.card;
  if (card === undefined) return null;
  const text = clicked.note ?? (dismissed ? undefined : told?.text);
  const dismissNote = (): void => {
    clicked.forget();
    dismiss();
  };
  const press: typeof clicked.press = (pressing) => {
    tellActed(place.current);
    return clicked.press(pressing);
  };
  return (
    <div class="card-view" ref={place}>
      <CardSurface key={me} card={card} oldPhone={oldPhone} me={me} onPress={press} />
      <div role="status">
        {text !== undefined && clicked.failure === undefined && <OnlyYou text={text} onDismiss={dismissNote} />}
        {clicked.failure !== undefined && <WentWrong text={clicked.failure} onDismiss={clicked.forget} />}
      </div>
    </div>
  );
}
