import type { KnownRow } from '../../database/training-rows';
import type { Contract, InputSpec } from '../../domain/package/contract';
import type { TrainingSpec } from '../../domain/ports/trainer';

/** How logged rows are written for a trainer: the columns of the file, in their order. */
export interface DatasetColumns {
  readonly reference: string;
  readonly time: string;
  readonly inputs: readonly InputSpec[];
  readonly outcome: Contract['outcome'];
}

/** Reference and time get names that no input has. */
export function chooseColumns({ inputs, outcome }: Contract): DatasetColumns {
  const taken = new Set([...inputs.map(({ name }) => name), outcome.name]);
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name);
  return { reference: free('reference'), time: free('scored_at'), inputs, outcome };
}

export function headerLine(columns: DatasetColumns): string {
  const names = [columns.reference, columns.time, ...columns.inputs.map(({ name }) => name), columns.outcome.name];
  return line(names);
}

/** A row as a line of the file, or undefined for one whose inputs are not of the contract's types. */
export function rowLine(columns: DatasetColumns, row: KnownRow): string | undefined {
  const cells = inputCells(columns.inputs, row.inputs);
  return cells && line([row.reference, row.scoredAt, ...cells, row.event ? columns.outcome.event : row.outcome]);
}

/**
 * The inputs as cells in the contract's order: numbers as ECMAScript writes them, nothing where a value is missing.
 * Undefined when one is not of its type: the row was scored by a version with another contract.
 */
export function inputCells(
  inputs: readonly InputSpec[],
  given: Readonly<Record<string, unknown>>,
): readonly string[] | undefined {
  const cells: string[] = [];
  for (const { name, type } of inputs) {
    const value = given[name] ?? null;
    if (value === null) cells.push('');
    else if (type === 'text' && typeof value === 'string') cells.push(value);
    else if (type === 'number' && typeof value === 'number' && Number.isFinite(value)) cells.push(String(value));
    else if (type === 'integer' && typeof value === 'number' && Number.isSafeInteger(value)) cells.push(String(value));
    else return undefined;
  }
  return cells;
}

/** What the trainer is told. Categories are left to the data: new ones may have come up. */
export function specFor(
  columns: DatasetColumns,
  { project, seed, parameters }: { project: string; seed: number; parameters: Readonly<Record<string, number>> },
): TrainingSpec {
  return {
    contract: { inputs: columns.inputs.map(({ name, type }) => ({ name, type })), outcome: columns.outcome },
    seed,
    split: { timeColumn: columns.time, referenceColumn: columns.reference },
    parameters,
    name: `${project}-challenger`,
  };
}

function line(cells: readonly string[]): string {
  return `${cells.map(quote).join(',')}\n`;
}

function quote(cell: string): string {
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
