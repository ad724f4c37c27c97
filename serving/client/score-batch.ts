import { errorText, isStewardError, StewardError } from '../../domain/errors';
import type { Call, Contract } from '../../domain/package/contract';
import type { SignatureSpec } from '../../domain/package/manifest';
import { type OtherClass, readOtherClass } from '../../formats/tensorflow-serving/read-labels';
import { readScores } from '../../formats/tensorflow-serving/read-scores';
import { writeRequest } from '../../formats/tensorflow-serving/write-request';
import { placeOf } from './choose-rows';
import type { Batch } from './cut-batches';

/** What is called: an environment's address and the contract of what serves there. */
export interface ScoringAddress {
  /** `http://…/v1/models/hmeq`, without the method. */
  readonly address: string;
  readonly call: Call;
  readonly contract: Contract;
  readonly signature?: SignatureSpec;
}

export interface ClientDependencies {
  readonly fetch: typeof fetch;
  /** Resolves after so many ms, or rejects when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ms that only go forward. */
  readonly elapsed: () => number;
  /** At least 0, less than 1: spreads those who try again. */
  readonly random: () => number;
}

export interface BatchAnswer {
  readonly scores: readonly number[];
  readonly other?: OtherClass;
  /** How often the request had to be sent again. */
  readonly retries: number;
}

const answerTimeout = 30_000;
/** From the first wait, doubled each time, to the longest: about 40 s in all, so that a restart is waited out. */
const firstWait = 200;
const longestWait = 10_000;
const mostRetries = 9;

/**
 * Scores one batch. While the server is busy, away or loses the connection, the same request is sent again: the references
 * in it make that the same rows, never more of them.
 *
 * Throws `score_refused` for a request that the server will not take as it is (409 is a reference that another row has),
 * `score_server_away` when it stayed away, `score_answer_unusable` for an answer without scores, and the signal's reason.
 */
export async function scoreBatch(
  deps: ClientDependencies,
  target: ScoringAddress,
  batch: Batch,
  signal: AbortSignal,
): Promise<BatchAnswer> {
  const body = writeBody(target, batch);
  for (let retries = 0; ; retries += 1) {
    const answer = await send(deps, target, batch, body, signal);
    if (answer.kind === 'answered') return { ...readAnswer(target, batch, answer.text), retries };
    if (retries === mostRetries)
      throw new StewardError('score_server_away', { rows: describeBatch(batch), why: answer.why });
    const backoff = Math.min(longestWait, firstWait * 2 ** retries) * (0.5 + deps.random());
    await deps.wait(Math.max(backoff, answer.wantedMs), signal);
  }
}

function writeBody({ call, contract, signature }: ScoringAddress, batch: Batch): string {
  try {
    return writeRequest(call, contract, batch.rows, signature);
  } catch (error) {
    if (!isStewardError(error) || error.code !== 'row_not_sendable') throw error;
    const row = batch.rows[Number(error.details['row']) - 1];
    const { name = '', why = '' } = error.details;
    throw new StewardError('score_row_unfit', { place: row ? placeOf(row) : describeBatch(batch), name, why });
  }
}

type Sent =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'again'; readonly why: string; readonly wantedMs: number };

async function send(
  deps: ClientDependencies,
  { address, call }: ScoringAddress,
  batch: Batch,
  body: string,
  signal: AbortSignal,
): Promise<Sent> {
  let response: Response;
  let text: string;
  try {
    response = await deps.fetch(`${address}:${call.method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-row-ids': batch.rowIds },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeout)]),
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'again', why: explain(error), wantedMs: 0 };
  }
  const { status } = response;
  if (status === 200) return { kind: 'answered', text };
  const why = `status ${status}: ${readError(text)}`;
  if (status === 429 || status === 502 || status === 503 || status === 504)
    return { kind: 'again', why, wantedMs: readRetryAfter(response) };
  if (status >= 500 || status === 413)
    throw new StewardError('score_answer_unusable', { rows: describeBatch(batch), why });
  throw new StewardError('score_refused', { rows: describeBatch(batch), why });
}

/** fetch tells what went wrong in the cause of its error. */
function explain(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorText(error) : `${errorText(error)}, ${errorText(cause)}`;
}

/** The server's own words, where it answers in the form of TensorFlow Serving. */
function readError(text: string): string {
  const words = /"error":\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const said = words === undefined ? text : (JSON.parse(words) as string);
  return said.replace(/\s+/g, ' ').trim().slice(0, 300) || 'no words';
}

function readRetryAfter(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(longestWait, Math.max(0, seconds * 1_000)) : 0;
}

function readAnswer({ call }: ScoringAddress, batch: Batch, text: string): Omit<BatchAnswer, 'retries'> {
  try {
    const scores = readScores(call, text, batch.rows.length);
    const other = call.score.kind === 'label' ? readOtherClass(call.score.label, text) : undefined;
    return { scores, ...(other === undefined ? {} : { other }) };
  } catch (error) {
    if (!isStewardError(error)) throw error;
    throw new StewardError('score_answer_unusable', { rows: describeBatch(batch), why: String(error.details['why']) });
  }
}

/** `line 2 of a.csv to line 101 of a.csv`; rows may have been put into another order. */
function describeBatch({ rows }: Batch): string {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined || first === last) return first ? placeOf(first) : 'no rows';
  return `${placeOf(first)} to ${placeOf(last)}`;
}
