import { z } from 'zod';
import { type Digest, isDigest } from '../../../domain/digest';
import type { Instant } from '../../../domain/release/release';
import type { ScoredBy } from '../../../domain/scoring/scored-row';
import { writeFrame } from './frames';

/** A scored row as the spool keeps it and PostgreSQL gets it. */
export interface SpooledRow {
  readonly reference: string;
  readonly scoredAt: Instant;
  readonly score: number;
  /** SHA-256 of `inputs`. */
  readonly hash: Buffer;
  /** JSON text of the inputs in canonical form. */
  readonly inputs: string;
}

/** What a frame holds. `place` counts the rows of a segment from 1, so that a hole tells how many are missing. */
export type SpoolRecord =
  | { readonly kind: 'head'; readonly scoredBy: ScoredBy }
  | { readonly kind: 'row'; readonly row: SpooledRow; readonly place: number };

const head = z.object({
  format: z.literal(1),
  scoredBy: z.object({
    project: z.string(),
    environment: z.string(),
    release: z.int(),
    version: z.string(),
    packageDigest: z.custom<Digest>((value) => typeof value === 'string' && isDigest(value)),
  }),
});

/** Place, reference, time, score as text (JSON has no NaN), hash in base64. */
const rowHead = z.tuple([z.int(), z.string(), z.string(), z.string(), z.string()]);

export function writeHead(by: ScoredBy): Buffer {
  const { project, environment, release, version, packageDigest } = by;
  return writeFrame(
    Buffer.from(JSON.stringify({ format: 1, scoredBy: { project, environment, release, version, packageDigest } })),
  );
}

/** One line of JSON about the row, then its inputs as they go to PostgreSQL: shipping does not parse them again. */
export function writeRow(row: SpooledRow, place: number): Buffer {
  const about = [place, row.reference, row.scoredAt, String(row.score), row.hash.toString('base64')];
  return writeFrame(Buffer.from(`${JSON.stringify(about)}\n${row.inputs}`));
}

/** Undefined for what this gateway did not write. */
export function readRecord(payload: Buffer): SpoolRecord | undefined {
  const line = payload.indexOf(0x0a);
  try {
    if (line < 0) return { kind: 'head', scoredBy: head.parse(JSON.parse(payload.toString('utf8'))).scoredBy };
    const about: unknown = JSON.parse(payload.toString('utf8', 0, line));
    const [place, reference, scoredAt, score, hash] = rowHead.parse(about);
    const inputs = payload.toString('utf8', line + 1);
    const row = { reference, scoredAt, score: Number(score), hash: Buffer.from(hash, 'base64'), inputs };
    return { kind: 'row', place, row };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    throw error;
  }
}
