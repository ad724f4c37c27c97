import { z } from 'zod';

/** What the World drawer shows: the outside world against the running Steward. */
export const outsideSchema = z.object({
  /** Where applications are sent: `production`. */
  environment: z.string(),
  /** Whether a model answers there. */
  serving: z.boolean(),
  /** 0: the world that the champion learnt; 1: far from it. */
  drift: z.number(),
  /** The drift in which the newest applicants applied; null before anybody did. */
  sentIn: z.number().nullable(),
  /** Applicants so far. */
  sent: z.number(),
  scored: z.number(),
  /** Of whom the outcome was delivered. */
  told: z.number(),
  /** What is under way. */
  busy: z.object({ what: z.string(), done: z.number(), of: z.number() }).nullable(),
  /** The newest last. */
  log: z.array(z.object({ at: z.string(), text: z.string(), kind: z.enum(['done', 'failed', 'trouble']) })),
});
export type OutsideState = z.infer<typeof outsideSchema>;
