import { z } from 'zod';

const refusal = z.object({ error: z.string() });

/** What went wrong in a model server's own words, as far as whoever answered speaks like one; 300 characters at most. */
export function readRefusal(body: string): string {
  try {
    return refusal.parse(JSON.parse(body)).error.slice(0, 300);
  } catch {
    // Something else answered, in its own way.
    return body.slice(0, 300);
  }
}
