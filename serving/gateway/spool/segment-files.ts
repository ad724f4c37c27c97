import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../../domain/release/release';

/** A segment: rows in the order in which they were answered, in a file that only grows. */
export interface Segment {
  /** Never used again, so that it can be part of keys in PostgreSQL. */
  readonly name: string;
  readonly path: string;
  readonly number: number;
  readonly openedAt: Instant;
  /** Bytes that are written whole. */
  bytes: number;
  /** Rows that were not shipped. */
  rows: number;
  /** Bytes that are in PostgreSQL. */
  shipped: number;
  /** Nothing is appended any more. */
  sealed: boolean;
}

const pattern = /^(\d{12})-(\d{13})-[0-9a-f]{8}\.rows$/;

/** `random`: eight hexadecimal digits. */
export function newSegment(directory: string, number: number, at: Instant, random: string): Segment {
  const time = String(Date.parse(at)).padStart(13, '0');
  const name = `${String(number).padStart(12, '0')}-${time}-${random}.rows`;
  return { ...describe(directory, name, number, at), sealed: false };
}

/** The segments that lie in the folder, oldest first; nothing of them was read yet. */
export async function findSegments(directory: string): Promise<Segment[]> {
  const names = (await readdir(directory)).sort();
  return names.flatMap((name) => {
    const [, number, time] = pattern.exec(name) ?? [];
    if (number === undefined || time === undefined) return [];
    return [{ ...describe(directory, name, Number(number), new Date(Number(time)).toISOString()), sealed: true }];
  });
}

function describe(directory: string, name: string, number: number, openedAt: Instant): Omit<Segment, 'sealed'> {
  return { name, path: join(directory, name), number, openedAt, bytes: 0, rows: 0, shipped: 0 };
}
