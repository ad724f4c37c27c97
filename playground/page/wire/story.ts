import { z } from 'zod';

/** The story that the page tells: where it stands. */
export const storySchema = z.object({
  phase: z.enum(['idle', 'playing', 'paused', 'deciding', 'ended', 'failed']),
  /** Counted from 1; 0 before the first. */
  step: z.number(),
  of: z.number(),
  act: z.string(),
  /** What happens now, in a sentence. */
  sentence: z.string(),
  /** What the visitor is to do, while `deciding`. */
  task: z.string().nullable(),
  /** Whose eyes the visitor should look through now; an object id. */
  as: z.string().nullable(),
  /** Why it cannot go on, while `failed`. */
  failure: z.string().nullable(),
});
export type StoryState = z.infer<typeof storySchema>;
