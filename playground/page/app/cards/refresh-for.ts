import { z } from 'zod';
import type { Card } from '../../wire/chat';

const schema = z.object({ refresh: z.object({ userIds: z.array(z.string()) }) });

/** Whether a card asks the client of this person, by the channel's id for them, to fetch their own view of it. */
export function refreshesFor(card: Card, channelUserId: string | undefined): boolean {
  const parsed = schema.safeParse(card);
  return parsed.success && channelUserId !== undefined && parsed.data.refresh.userIds.includes(channelUserId);
}
