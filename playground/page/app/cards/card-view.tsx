import type { Message } from '../../wire/chat';

/** The card of a message, in words for now. */
export function CardView({ message }: { readonly message: Message }) {
  return <p class="message-text message-plain">{message.summary}</p>;
}
