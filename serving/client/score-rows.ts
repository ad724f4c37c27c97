import { isStewardError, type StewardError } from '../../domain/errors';
import { type Batch, cutBatches } from './cut-batches';
import type { ClientRow } from './read-rows';
import { type BatchAnswer, type ClientDependencies, scoreBatch, type ScoringAddress } from './score-batch';

export interface ScoringOrder {
  readonly rows: readonly ClientRow[];
  /** Rows in one request, 1 … 1,000. */
  readonly batch: number;
  /** Requests under way at once, 1 or more; with 1 the rows are scored in their order. */
  readonly concurrency: number;
  /** Rows a second, sent by the clock and not as answers come; absent: as fast as answers come. */
  readonly rate?: number;
  /** Ends the run when aborted; what was scored by then is in the result. */
  readonly signal: AbortSignal;
  /** Told after each request how many rows are scored. */
  readonly onProgress?: (scored: number) => void;
}

export interface ScoringRun {
  /** In the order of the rows; NaN for a row that has no score. */
  readonly scores: Float64Array;
  /** The other class of a classification with two, NaN as in `scores`. */
  readonly other?: { readonly label: string; readonly scores: Float64Array };
  readonly scored: number;
  /** Requests that were answered without scores; the run went on. */
  readonly failures: readonly StewardError[];
  /** Requests that were sent again. */
  readonly retries: number;
  /** What ended the run before its end: a refusal, a server that stayed away, or the signal. */
  readonly stopped?: StewardError | 'interrupted';
  readonly elapsedMs: number;
}

/** Scores rows through an environment's address. Whatever happens is in the result; a row is never scored twice. */
export async function scoreRows(
  deps: ClientDependencies,
  target: ScoringAddress,
  order: ScoringOrder,
): Promise<ScoringRun> {
  const began = deps.elapsed();
  const notes = createNotes(order.rows.length);
  const batches = cutBatches(order.rows, order.batch);
  // One refusal ends all lanes; what is under way is answered for, so that nobody wonders whether it was.
  const ending = new AbortController();
  let next = 0;
  const lane = async (): Promise<void> => {
    for (;;) {
      const batch = batches[next];
      next += 1;
      if (batch === undefined || ending.signal.aborted) return;
      await keepPace(deps, order, batch, began);
      notes.add(batch, await scoreBatch(deps, target, batch, order.signal));
      order.onProgress?.(notes.scored());
    }
  };
  const guarded = async (): Promise<void> => {
    for (;;)
      try {
        return await lane();
      } catch (error) {
        if (order.signal.aborted) return;
        if (!isStewardError(error)) throw error;
        if (!notes.fail(error)) return ending.abort();
      }
  };
  await Promise.all(Array.from({ length: order.concurrency }, guarded));
  return {
    ...notes.tell(),
    ...(order.signal.aborted && { stopped: 'interrupted' as const }),
    elapsedMs: deps.elapsed() - began,
  };
}

/** Waits for the time at which a batch is due. */
async function keepPace(deps: ClientDependencies, { rate, signal }: ScoringOrder, batch: Batch, began: number) {
  if (rate === undefined) return;
  const early = (batch.from / rate) * 1_000 - (deps.elapsed() - began);
  if (early > 0) await deps.wait(early, signal);
}

/** What has become of the rows so far. */
function createNotes(rows: number) {
  const scores = new Float64Array(rows).fill(Number.NaN);
  const otherScores = new Float64Array(rows).fill(Number.NaN);
  const failures: StewardError[] = [];
  const labels = new Set<string | undefined>();
  let scored = 0;
  let retries = 0;
  let stopped: StewardError | undefined;
  return {
    add(batch: Batch, answer: BatchAnswer): void {
      scores.set(answer.scores, batch.from);
      if (answer.other) otherScores.set(answer.other.scores, batch.from);
      labels.add(answer.other?.label);
      scored += answer.scores.length;
      retries += answer.retries;
    },
    /** False when the run cannot go on. */
    fail(error: StewardError): boolean {
      if (error.code === 'score_answer_unusable') return failures.push(error) > 0;
      stopped ??= error;
      return false;
    },
    scored: () => scored,
    tell() {
      const [label, ...more] = labels;
      const other = label === undefined || more.length > 0 ? {} : { other: { label, scores: otherScores } };
      return { scores, ...other, scored, failures, retries, ...(stopped && { stopped }) };
    },
  };
}
