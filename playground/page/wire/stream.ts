import { z } from 'zod';
import { conversationSchema, messageSchema, workplaceSchema } from './chat';
import { commandSchema } from './commands';
import { outsideSchema } from './outside';
import { overviewSchema } from './overview';
import { storySchema } from './story';

/** Whether the parts behind the page answer. */
export const partsSchema = z.object({ connector: z.boolean(), bot: z.boolean() });

/** Everything that the page shows, sent once when a page connects; what changes is sent after it by the same names. */
export const snapshotSchema = z.object({
  workplace: workplaceSchema,
  conversations: z.array(conversationSchema),
  messages: z.array(messageSchema),
  commands: z.array(commandSchema),
  overview: overviewSchema.nullable(),
  outside: outsideSchema.nullable(),
  story: storySchema.nullable(),
  parts: partsSchema,
  /** Addresses that the page links to. */
  temporalUrl: z.string(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

export const changeSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('snapshot'), value: snapshotSchema }),
  z.object({ what: z.literal('message'), value: messageSchema }),
  z.object({ what: z.literal('conversations'), value: z.array(conversationSchema) }),
  z.object({ what: z.literal('commands'), value: z.array(commandSchema) }),
  z.object({ what: z.literal('overview'), value: overviewSchema.nullable() }),
  z.object({ what: z.literal('outside'), value: outsideSchema.nullable() }),
  z.object({ what: z.literal('story'), value: storySchema.nullable() }),
  z.object({ what: z.literal('parts'), value: partsSchema }),
]);
export type Change = z.infer<typeof changeSchema>;
