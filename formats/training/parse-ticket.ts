import { z } from 'zod';
import { type Digest, isDigest } from '../../domain/digest';

const digest = z.custom<Digest>((value) => typeof value === 'string' && isDigest(value));

const ticket = z.object({
  dataset: digest,
  /** Of the token that opens the exchange; the token itself is nowhere but where the trainer runs. */
  tokenHash: digest,
  /** The instant after which nothing is given or taken. */
  until: z.string(),
  /** What is trained by, once that is known to have the token. */
  job: z.string().exactOptional(),
});
export type Ticket = z.infer<typeof ticket>;

/** Undefined for what is no ticket, or only a part of one. */
export function parseTicket(text: string): Ticket | undefined {
  try {
    return ticket.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
