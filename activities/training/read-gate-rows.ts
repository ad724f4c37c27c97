import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { readKnownRows, type RowQuery } from '../../database/training-rows';
import type { InputSpec } from '../../domain/package/contract';
import type { ScoringOrder } from '../../domain/ports/scoring';
import type { ScoreRow } from '../../domain/ports/target';
import { inputCells } from './dataset-columns';
import type { TrainingDependencies } from './dependencies';
import { rowKey } from './count-overlap';

/** The gate's rows: their figures in memory, their inputs in a file. */
export interface GateRows {
  /** What production answered. */
  readonly recorded: Float64Array;
  /** 1 for the event. */
  readonly events: Uint8Array;
  /** How many rows have these inputs, by `rowKey`. */
  readonly keys: ReadonlyMap<string, number>;
  /** One row's inputs a line, in the same order. */
  readonly file: string;
}

/** The rows of a window with a known outcome and a recorded score from 0 to 1, sorted by reference. */
export async function readGateRows(
  deps: TrainingDependencies,
  query: RowQuery,
  inputs: readonly InputSpec[],
  file: string,
): Promise<GateRows> {
  const scores: number[] = [];
  const events: number[] = [];
  const keys = new Map<string, number>();
  const handle = await open(file, 'wx', 0o600);
  try {
    await readKnownRows(deps.database, query, async (rows) => {
      const lines: string[] = [];
      for (const row of rows) {
        if (!(row.score >= 0 && row.score <= 1)) continue;
        scores.push(row.score);
        events.push(row.event ? 1 : 0);
        lines.push(`${JSON.stringify(row.inputs)}\n`);
        const cells = inputCells(inputs, row.inputs);
        if (cells) keys.set(rowKey(cells), (keys.get(rowKey(cells)) ?? 0) + 1);
      }
      await handle.appendFile(lines.join(''));
    });
  } finally {
    await handle.close();
  }
  return { recorded: Float64Array.from(scores), events: Uint8Array.from(events), keys, file };
}

/** Scores the gate's rows with a model, in their order. What a row has that the model does not take is left out. */
export function scoreGateRows(
  deps: TrainingDependencies,
  { recorded, file }: GateRows,
  asked: Omit<ScoringOrder, 'count' | 'rows' | 'signal'>,
): Promise<Float64Array> {
  const { inputs } = asked.manifest.contract;
  return deps.scoring.score({
    ...asked,
    count: recorded.length,
    rows: async function* () {
      for await (const line of createInterface({ input: createReadStream(file) }))
        yield fit(inputs, JSON.parse(line) as Readonly<Record<string, unknown>>);
    },
    signal: deps.stopSignal(),
  });
}

function fit(inputs: readonly InputSpec[], given: Readonly<Record<string, unknown>>): ScoreRow {
  const fitting = inputs.flatMap((input) => {
    const value = given[input.name];
    return inputCells([input], given) && value !== undefined ? [[input.name, value as string | number | null]] : [];
  });
  return { inputs: Object.fromEntries(fitting) as ScoreRow['inputs'] };
}
