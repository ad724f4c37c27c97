import { z } from 'zod';

/** What the page and the starter of its process say to each other over the channel between them. */

const id = z.int().min(1);
const name = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

export const longestCut = 60;

export const starterAsk = z.discriminatedUnion('ask', [
  z.strictObject({ id, ask: z.literal('cut-database'), seconds: z.int().min(1).max(longestCut) }),
  z.strictObject({ id, ask: z.literal('break-model-server'), project: name, environment: name }),
  z.strictObject({ id, ask: z.literal('what-serves'), project: name, environment: name }),
]);
export type StarterAsk = z.infer<typeof starterAsk>;

/** `begun` is said once on the way, of what takes its time; an ask ends as `done` or `refused`. */
export const starterAnswer = z.discriminatedUnion('state', [
  z.strictObject({ id, state: z.literal('begun') }),
  /** `version` is what serves, by its label, where that was asked or is what broke; null when nothing does. */
  z.strictObject({ id, state: z.literal('done'), version: z.string().nullable().optional() }),
  z.strictObject({ id, state: z.literal('refused'), why: z.string() }),
]);
export type StarterAnswer = z.infer<typeof starterAnswer>;
