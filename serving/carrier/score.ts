import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { errorText, isStewardError, StewardError } from '../../domain/errors';
import { scoringFiles } from '../../domain/ports/scoring';
import { readScores } from '../../formats/tensorflow-serving/read-scores';
import { parseBatchLine, parseHeaderLine } from '../../formats/training/scoring-lines';
import { type CarryDeps, deliverBytes, fetchDataset } from './carry';

/**
 * Milliseconds: for an answer of the model, and for a model that ended to be started again. Whoever looks at the cluster sees
 * sooner that it ends again and again.
 */
const patience = { answer: 60_000, again: 180_000, pause: 1_000 } as const;

/**
 * Fetches rows, has the model beside us score them, and sends the scores, or why there are none. `model` is the address of one
 * version of it. Nothing of a row, and nothing that a model says, is written where the cluster could read it.
 */
export async function scoreRows(deps: CarryDeps, folder: string, digest: string, model: string): Promise<void> {
  const file = path.join(folder, 'rows');
  await fetchDataset(deps, file, digest);
  try {
    await deliverBytes(deps, scoringFiles.scores, await scoreFile(deps, file, model));
  } catch (error) {
    if (!isStewardError(error)) throw error;
    const { code, details } = error;
    await deliverBytes(deps, scoringFiles.failure, new TextEncoder().encode(JSON.stringify({ code, details })));
  }
}

async function scoreFile(deps: CarryDeps, file: string, model: string): Promise<Uint8Array<ArrayBuffer>> {
  const lines = createInterface({ input: createReadStream(file) })[Symbol.asyncIterator]();
  const first = await lines.next();
  const { call, rows } = parseHeaderLine(first.done ? '' : first.value);
  const scores = new DataView(new ArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT));
  let row = 0;
  for await (const line of lines) {
    const batch = parseBatchLine(line);
    const text = await ask(deps, `${model}:${call.method}`, batch.body);
    for (const score of readScores(call, text, batch.rows)) {
      scores.setFloat64(row * Float64Array.BYTES_PER_ELEMENT, score, true);
      row += 1;
    }
  }
  if (row !== rows) throw new Error('the rows are not as many as their first line says');
  return new Uint8Array(scores.buffer);
}

/** The answer, whatever its status: TensorFlow Serving says in it what it refuses. */
async function ask({ fetch, now, pause }: CarryDeps, url: string, body: string): Promise<string> {
  for (const until = now() + patience.again; ; await pause(patience.pause)) {
    const signal = AbortSignal.timeout(patience.answer);
    try {
      const answer = await fetch(url, { method: 'POST', body, signal });
      return await answer.text();
    } catch (error) {
      if (!signal.aborted && now() < until) continue;
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      const why = `it did not answer: ${errorText(cause)}`;
      throw new StewardError('model_server_failed', { why }, { cause: error });
    }
  }
}
