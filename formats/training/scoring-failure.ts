import { z } from 'zod';
import type { StewardError } from '../../domain/errors';

/** What keeps a scorer from scoring, for which it is not to blame. */
const failure = z.strictObject({
  code: z.enum(['scoring_refused', 'scoring_answer_unexpected', 'model_server_failed']),
  details: z.record(z.string().max(50), z.union([z.string().max(1_000), z.number(), z.boolean()])),
});

/** Undefined for what is none. */
export function parseScoringFailure(text: string): Pick<StewardError, 'code' | 'details'> | undefined {
  try {
    return failure.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
