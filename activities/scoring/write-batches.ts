import type { ScoringOrder } from '../../domain/ports/scoring';
import type { ScoreRow } from '../../domain/ports/target';
import type { ScoringBatch } from '../../formats/training/scoring-lines';
import { writeRequest } from '../../formats/tensorflow-serving/write-request';

/** Rows of one request. */
const batch = 1_000;

/** The requests that score an order's rows, in order. Throws `row_not_sendable`. */
export async function* writeBatches(
  order: Pick<ScoringOrder, 'manifest' | 'rows'>,
): AsyncGenerator<ScoringBatch, void, void> {
  const { call, contract, model } = order.manifest;
  const signature = model.signatures.find(({ name }) => name === call.signature);
  const write = (rows: readonly ScoreRow[]): ScoringBatch => ({
    rows: rows.length,
    body: writeRequest(call, contract, rows, signature),
  });
  let rows: ScoreRow[] = [];
  for await (const row of order.rows()) {
    rows.push(row);
    if (rows.length < batch) continue;
    yield write(rows);
    rows = [];
  }
  if (rows.length > 0) yield write(rows);
}
