import { createHash } from 'node:crypto';
import type { TrainingSplit } from '../../domain/package/evidence';
import type { TrainingSpec } from '../../domain/ports/trainer';
import { StewardError } from '../../domain/errors';
import { columnOf, type Table } from '../../formats/csv/read-table';
import type { Outcome } from './read-outcome';
import { readTimes } from './read-times';

export interface Split {
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly said: TrainingSplit;
}

const defaultShare = 0.2;
/** With fewer rows of a class on a side, neither the fit nor its validation means anything. */
const fewestOfClass = 10;

/**
 * Sets rows apart for early stopping. With a time column the newest go there, rows of one moment together; rows before
 * whose reference comes back there are left out of the first fit. Else the hash of the reference, or of the inputs
 * where there is none, decides, so that equal rows stay together and the order of the file does not matter.
 * Throws csv_column_missing or data_not_fit.
 */
export function splitRows(table: Table, spec: TrainingSpec, inputs: readonly string[], outcome: Outcome): Split {
  const share = spec.split?.share ?? defaultShare;
  const { timeColumn, referenceColumn } = spec.split ?? {};
  const references = referenceColumn === undefined ? undefined : columnOf(table, referenceColumn);
  const keep =
    timeColumn === undefined
      ? keepByHash(table, spec.seed, share, inputs, references)
      : keepNewest(table, timeColumn, share);
  const all = Int32Array.from({ length: table.rows }, (_, row) => row);
  const validation = all.filter((row) => keep[row] === 1);
  const back = new Set(timeColumn === undefined ? [] : Array.from(validation, (row) => references?.[row]));
  const training = all.filter((row) => keep[row] === 0 && !(references && back.has(references[row])));

  const leftOut = table.rows - training.length - validation.length;
  const counts = {
    trainingRows: training.length,
    trainingEvents: countEvents(outcome, training, 'training'),
    validationRows: validation.length,
    validationEvents: countEvents(outcome, validation, 'validation'),
  };
  const column = timeColumn ?? referenceColumn;
  const said = {
    kind: timeColumn === undefined ? 'hash' : 'time',
    ...(column === undefined ? {} : { column }),
    ...counts,
    said: describe(counts, timeColumn, referenceColumn, leftOut),
  } as const;
  return { training, validation, said };
}

function keepByHash(
  table: Table,
  seed: number,
  share: number,
  inputs: readonly string[],
  references: readonly string[] | undefined,
): Uint8Array {
  const columns = references ? [references] : inputs.map((name) => columnOf(table, name));
  return Uint8Array.from({ length: table.rows }, (_, row) => {
    const hash = createHash('sha256').update(JSON.stringify([seed, ...columns.map((cells) => cells[row])]));
    return hash.digest().readUInt32BE(0) < share * 2 ** 32 ? 1 : 0;
  });
}

/** The newest rows, at least the share of them: rows of the moment at the border all belong to the newest. */
function keepNewest(table: Table, column: string, share: number): Uint8Array {
  const times = readTimes(table, column);
  const border = times.slice().sort()[Math.ceil((1 - share) * times.length)] ?? Infinity;
  return Uint8Array.from(times, (time) => (time >= border ? 1 : 0));
}

function countEvents(outcome: Outcome, rows: Int32Array, side: string): number {
  const events = rows.reduce((sum, row) => sum + (outcome.events[row] ?? 0), 0);
  const scarce = events < fewestOfClass ? outcome.event : outcome.other;
  const least = Math.min(events, rows.length - events);
  if (least < fewestOfClass)
    throw new StewardError('data_not_fit', {
      why: `only ${events < fewestOfClass ? events : least} rows with ${outcome.name} = ${scarce} are left for ${side}, and it takes ${fewestOfClass}`,
    });
  return events;
}

function describe(
  counts: Pick<TrainingSplit, 'trainingRows' | 'validationRows'>,
  timeColumn: string | undefined,
  referenceColumn: string | undefined,
  leftOut: number,
): string {
  const rows = `${counts.validationRows} rows for validation, ${counts.trainingRows} for training`;
  if (timeColumn !== undefined) {
    const back = leftOut > 0 ? `; ${leftOut} earlier rows left out, as their ${referenceColumn} comes back later` : '';
    return `Split by time: the newest by ${timeColumn}; ${rows}${back}.`;
  }
  const by = referenceColumn === undefined ? "the row's inputs" : referenceColumn;
  return `Split by the hash of ${by}; ${rows}.`;
}
