import { classifyRows, type Endpoint } from '../client/classify-rows';
import { PlaygroundFailure } from '../client/failure';
import type { TestRow } from './read-rows';
import { testReference } from './test-outcomes';

/** The call that a `curl` line on a card makes. Throws a PlaygroundFailure for any other than rows to classify. */
export function readCurl(line: string): Endpoint {
  const url = /\bhttps?:\/\/[^\s'"]+:classify\b/.exec(line)?.[0];
  const signature = /"signature_name":\s*"([^"]+)"/.exec(line)?.[1];
  if (url === undefined) throw new PlaygroundFailure(`The card's command does not classify rows: ${line}`);
  return { url, signature: signature ?? 'serving_default' };
}

const rowsAtOnce = 100;

/** Scores rows through the endpoint as a client would, some at a time. */
export async function scoreRows(
  endpoint: Endpoint,
  rows: readonly TestRow[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const scores: number[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows
      .slice(at, at + rowsAtOnce)
      .map(({ inputs }, row) => ({ reference: testReference(at + row), inputs }));
    const answer = await classifyRows(endpoint, some, signal);
    if (answer.kind !== 'scored') throw new PlaygroundFailure(answer.why);
    scores.push(...answer.scores);
  }
  return scores;
}
