import type { Message } from '../../wire/chat';
import { usePart } from '../state/use-part';
import { renderMarkdown } from './render-markdown';

/** What people write is shown as they wrote it; the bot writes markdown, as it may in Teams. */
export function MessageText({ message: { author, text, mention } }: { readonly message: Message }) {
  const bot = usePart((state) => state.workplace.bot.name);
  if (text === undefined) return null;
  if (author.kind === 'bot')
    return <div class="message-text" dangerouslySetInnerHTML={{ __html: renderMarkdown(text) }} />;
  return (
    <p class="message-text message-plain">
      {mention === true && (
        <>
          <span class="mention">@{bot}</span>{' '}
        </>
      )}
      {text}
    </p>
  );
}
