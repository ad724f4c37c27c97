import type { Message } from '../../domain/ports/chat';

/** What the bot sends, as the channel wants it. */
export type MessageActivity = {
  readonly type: 'message';
  readonly text?: string;
  readonly textFormat?: 'markdown';
  readonly summary?: string;
  readonly attachments?: { readonly contentType: string; readonly content: unknown }[];
};

export const cardContentType = 'application/vnd.microsoft.card.adaptive';

/** Notifications cut it anyway; clients without cards show all of it. */
const longestSummary = 4000;

/**
 * A card goes alone, its words as summary: Teams makes two messages of a text with a card and gives the id of neither,
 * so that it could never be edited.
 */
export function messageActivity(message: Message): MessageActivity {
  if (message.kind === 'text') return { type: 'message', textFormat: 'markdown', text: message.text };
  const { json, text } = message.card;
  return {
    type: 'message',
    summary: text.slice(0, longestSummary),
    attachments: [{ contentType: cardContentType, content: json }],
  };
}
