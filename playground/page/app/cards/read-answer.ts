import { z } from 'zod';
import type { Card } from '../../wire/chat';

/** What a client makes of the bot's answer to a pressed button. */
export type Outcome =
  /** For the clicker alone. */
  | { readonly kind: 'note'; readonly text: string }
  /** In the place of the card, for the clicker alone. */
  | { readonly kind: 'card'; readonly card: Card }
  /** A client without `Action.Execute` sends a message; what the bot says to it comes as one. */
  | { readonly kind: 'sent' }
  /** The client shows its own words, whatever they were; `why` is for whoever makes the bot. */
  | { readonly kind: 'failed'; readonly why: string };

const note = z.object({
  statusCode: z.literal(200),
  type: z.literal('application/vnd.microsoft.activity.message'),
  value: z.string().min(1),
});
const card = z.object({
  statusCode: z.literal(200),
  type: z.literal('application/vnd.microsoft.card.adaptive'),
  value: z.record(z.string(), z.unknown()),
});
const error = z.object({ value: z.object({ code: z.string(), message: z.string() }) });

const look = 'Look at what the bot writes in the terminal of npm start.';

function explain(answer: unknown): string {
  const parsed = error.safeParse(answer);
  if (parsed.success) return `The bot answered ${parsed.data.value.code}: ${parsed.data.value.message}. ${look}`;
  return `The bot answered what Teams does not understand: ${JSON.stringify(answer)?.slice(0, 200) ?? 'nothing'}. ${look}`;
}

function explainDelivery(status: number, body: string): string {
  if (status === 0)
    return `The bot did not answer in time (${body}). It may be starting: press again when the page says that it is back.`;
  return `The bot answered HTTP ${status}${body === '' ? '' : `: ${body}`}. ${look}`;
}

interface Clicked {
  readonly deliveries: readonly { readonly status: number; readonly error?: string; readonly body?: string }[];
  readonly answers: readonly unknown[];
}

/** Reads what came of a click; the last delivery counts, as the one that the person waited for. */
export function readAnswer({ deliveries, answers }: Clicked): Outcome {
  const last = deliveries.at(-1);
  if (last !== undefined && (last.status < 200 || last.status > 299))
    return { kind: 'failed', why: explainDelivery(last.status, last.error ?? last.body ?? '') };
  if (answers.length === 0) return { kind: 'sent' };
  const answer = answers.at(-1);
  const asNote = note.safeParse(answer);
  if (asNote.success) return { kind: 'note', text: asNote.data.value };
  const asCard = card.safeParse(answer);
  if (asCard.success) return { kind: 'card', card: asCard.data.value };
  return { kind: 'failed', why: explain(answer) };
}
