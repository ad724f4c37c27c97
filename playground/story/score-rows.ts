import { z } from 'zod';
import { PlaygroundFailure } from '../client/failure';
import type { TestRow } from './read-rows';
import { testReference } from './test-outcomes';

/** Where and how the model that serves is called. */
export interface Endpoint {
  /** `http://…/v1/models/hmeq:classify`. */
  readonly url: string;
  readonly signature: string;
}

/** The call that a `curl` line on a card makes. Throws a PlaygroundFailure for any other than rows to classify. */
export function readCurl(line: string): Endpoint {
  const url = /\bhttps?:\/\/[^\s'"]+:classify\b/.exec(line)?.[0];
  const signature = /"signature_name":\s*"([^"]+)"/.exec(line)?.[1];
  if (url === undefined) throw new PlaygroundFailure(`The card's command does not classify rows: ${line}`);
  return { url, signature: signature ?? 'serving_default' };
}

/** A request for rows. Numbers are written with a point, which tells a 32-bit float from a whole number. */
export function writeRequest(signature: string, rows: readonly TestRow[]): string {
  const examples = rows.map(({ inputs }) => {
    const features = Object.entries(inputs).map(([name, cell]) => `${JSON.stringify(name)}:${writeValue(cell)}`);
    return `{${features.join(',')}}`;
  });
  return `{"signature_name":${JSON.stringify(signature)},"examples":[${examples.join(',')}]}`;
}

function writeValue(cell: string): string {
  if (!/^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(cell)) return JSON.stringify(cell);
  const text = JSON.stringify(Number(cell));
  return /[.e]/.test(text) ? text : `${text}.0`;
}

const answerSchema = z.object({ results: z.array(z.array(z.tuple([z.string(), z.number()]))) });

/** The event's probability for each row of an answer. */
export function readScores(answer: unknown): readonly number[] {
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success)
    throw new PlaygroundFailure(`The model answered something else than classes: ${parsed.error.message}`);
  return parsed.data.results.map((classes) => {
    const score = classes.find(([label]) => Number(label) === 1)?.[1];
    if (score === undefined) throw new PlaygroundFailure('The model answered without the class 1.');
    return score;
  });
}

const rowsAtOnce = 100;

/** Scores rows through the endpoint as a client would, some at a time. */
export async function scoreRows(
  { url, signature }: Endpoint,
  rows: readonly TestRow[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const scores: number[] = [];
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = rows.slice(at, at + rowsAtOnce);
    const headers = { 'X-Row-Ids': some.map((_, row) => testReference(at + row)).join(',') };
    const response = await fetch(url, { method: 'POST', headers, body: writeRequest(signature, some), signal });
    const body = await response.text();
    if (!response.ok) throw new PlaygroundFailure(`${url} answered ${response.status}: ${body.slice(0, 300)}`);
    const found = readScores(JSON.parse(body) as unknown);
    if (found.length !== some.length)
      throw new PlaygroundFailure(`${url} scored ${found.length} of ${some.length} rows.`);
    scores.push(...found);
  }
  return scores;
}
