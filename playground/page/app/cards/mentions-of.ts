import { z } from 'zod';
import type { Card } from '../../wire/chat';

const schema = z.object({
  msteams: z.object({
    entities: z.array(
      z.object({
        type: z.literal('mention'),
        text: z.string(),
        mentioned: z.object({ id: z.string(), name: z.string() }),
      }),
    ),
  }),
});

/** By name as it is written between the marks: the object id of who is called. A mark without an entity calls nobody. */
export function mentionsOf(card: Card): ReadonlyMap<string, string> {
  const parsed = schema.safeParse(card);
  const entities = parsed.success ? parsed.data.msteams.entities : [];
  return new Map(entities.map(({ text, mentioned }) => [text.replace(/^<at>|<\/at>$/g, ''), mentioned.id]));
}
