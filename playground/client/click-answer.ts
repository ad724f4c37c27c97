import { z } from 'zod';
import { PlaygroundFailure } from './failure';

const clickAnswer = z.object({ value: z.union([z.string(), z.object({ speak: z.string() })]) });

/** What the bot answered to a click: a text, or a card whose words for reading aloud are taken. */
export function readClickAnswer(answer: unknown): string {
  const parsed = clickAnswer.safeParse(answer);
  if (!parsed.success) throw new PlaygroundFailure(`The bot answered a click with ${JSON.stringify(answer)}`);
  const { value } = parsed.data;
  return typeof value === 'string' ? value : value.speak;
}
