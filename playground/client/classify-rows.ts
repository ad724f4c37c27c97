import { z } from 'zod';
import { PlaygroundFailure, sayNoAnswer } from './failure';
import { readRefusal } from './read-refusal';

/** Where and how the model that serves is called. */
export interface Endpoint {
  /** `http://…/v1/models/hmeq:classify`. */
  readonly url: string;
  readonly signature: string;
}

/** What a scoring client sends of one applicant. */
export interface ClassifyRow {
  /** The client's own name of the row, for all time. */
  readonly reference: string;
  /** As written in a file; what is missing is left out. */
  readonly inputs: Readonly<Record<string, string>>;
}

export type Classified =
  | { readonly kind: 'scored'; readonly scores: readonly number[] }
  /** Nobody answered, or the answer is to ask again later. */
  | { readonly kind: 'away'; readonly why: string }
  /** The same request would get the same answer again. */
  | { readonly kind: 'refused'; readonly why: string };

/** Statuses of a server that is busy, away or being started again. */
const askAgain = [429, 502, 503, 504];
/** Milliseconds until an answer must be whole. */
const patience = 30_000;

/** Scores rows through an endpoint, in one request. Throws the signal's reason, and for answers that are not classes. */
export async function classifyRows(
  { url, signature }: Endpoint,
  rows: readonly ClassifyRow[],
  signal: AbortSignal,
): Promise<Classified> {
  let response: Response;
  let body: string;
  try {
    const headers = { 'X-Row-Ids': rows.map(({ reference }) => reference).join(',') };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    response = await fetch(url, { method: 'POST', headers, body: writeRequest(signature, rows), signal: limit });
    body = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'away', why: sayNoAnswer(url, error) };
  }
  if (!response.ok) {
    const why = `${url} answered ${response.status}: ${readRefusal(body)}`;
    return { kind: askAgain.includes(response.status) ? 'away' : 'refused', why };
  }
  const scores = readScores(JSON.parse(body) as unknown);
  if (scores.length === rows.length) return { kind: 'scored', scores };
  throw new PlaygroundFailure(`${url} scored ${scores.length} of ${rows.length} rows.`);
}

/** A request for rows. Numbers are written with a point, which tells a 32-bit float from a whole number. */
export function writeRequest(signature: string, rows: readonly Pick<ClassifyRow, 'inputs'>[]): string {
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
