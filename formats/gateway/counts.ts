import { z } from 'zod';

/** What is read of a gateway's `/-/counters` to tell the share of errors: requests since it started. */
export const gatewayCounts = z.object({ answers: z.int().min(0), errors: z.int().min(0) });
export type GatewayCounts = z.infer<typeof gatewayCounts>;
