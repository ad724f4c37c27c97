import { z } from 'zod';
import type { Call } from '../../domain/package/contract';
import { callSchema } from '../gateway/deployment';

/** One request to a model server, and how many rows it has. */
export interface ScoringBatch {
  readonly rows: number;
  readonly body: string;
}

/** What a scorer in a cluster is told: how to call, and how many scores that gives. */
export interface ScoringHeader {
  readonly call: Call;
  readonly rows: number;
}

const header = z.strictObject({ call: callSchema, rows: z.int().min(0).max(100_000_000) });

/** The first line of a scorer's file; a request a line follows. */
export function headerLine(said: ScoringHeader): string {
  return `${JSON.stringify(said)}\n`;
}

/** Throws for what is no such line. */
export function parseHeaderLine(line: string): ScoringHeader {
  return header.parse(JSON.parse(line));
}

export function batchLine({ rows, body }: ScoringBatch): string {
  return `${rows} ${body}\n`;
}

/** Throws for what is no such line, and quotes nothing of it. */
export function parseBatchLine(line: string): ScoringBatch {
  const at = line.indexOf(' ');
  const rows = Number(line.slice(0, Math.max(at, 0)));
  if (!Number.isSafeInteger(rows) || rows < 1) throw new Error('a line of the rows is no request');
  return { rows, body: line.slice(at + 1) };
}
