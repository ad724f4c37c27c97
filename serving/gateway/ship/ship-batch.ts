import { type RecordedRows, type ScoredRowsDatabase, refusesRows } from '../../../database/scored-rows';
import { errorText } from '../../../domain/errors';
import type { ScoredBy } from '../../../domain/scoring/scored-row';
import type { SpooledRow } from '../spool/records';

export interface Shipped extends RecordedRows {
  /** Dead letters, as PostgreSQL does not take them as they are. */
  readonly refused: number;
}

const nothing: Shipped = { recorded: 0, repeated: 0, conflicting: 0, refused: 0 };

/**
 * Brings rows to PostgreSQL. When it refuses some, halves are tried until the rows at fault stand alone; those become
 * dead letters. Throws what passes by itself: then some rows may be there, and all can be sent again.
 */
export async function shipRows(
  database: Pick<ScoredRowsDatabase, 'recordRows' | 'recordDeadLetter'>,
  by: ScoredBy,
  rows: readonly SpooledRow[],
): Promise<Shipped> {
  const [first] = rows;
  if (first === undefined) return nothing;
  try {
    return { ...(await database.recordRows(by, rows)), refused: 0 };
  } catch (error) {
    if (!refusesRows(error)) throw error;
    if (rows.length === 1) {
      await database.recordDeadLetter(by, first, errorText(error));
      return { ...nothing, refused: 1 };
    }
  }
  const middle = Math.ceil(rows.length / 2);
  return addShipped(
    await shipRows(database, by, rows.slice(0, middle)),
    await shipRows(database, by, rows.slice(middle)),
  );
}

export function addShipped(a: Shipped, b: Shipped): Shipped {
  return {
    recorded: a.recorded + b.recorded,
    repeated: a.repeated + b.repeated,
    conflicting: a.conflicting + b.conflicting,
    refused: a.refused + b.refused,
  };
}
