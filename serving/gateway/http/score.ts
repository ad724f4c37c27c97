import type { Agent, IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { StewardError, isStewardError } from '../../../domain/errors';
import type { Instant } from '../../../domain/release/release';
import { readAnsweredScores } from '../../../formats/tensorflow-serving/read-scores';
import { probeHeader } from '../../../formats/local-host/paths';
import type { GatewayDeployment } from '../../../formats/gateway/deployment';
import { refuseScoring } from '../../http/answers';
import { endToEnd, forward, passOn } from '../../http/forward';
import { plainText } from '../../http/plain-text';
import { readChunks } from '../../http/read-body';
import type { GapLedger } from '../gap-ledger';
import { readCall } from '../read-call';
import type { Claim, Recorder, ReferencedRow } from '../record-rows';
import { type References, giveReferences, givenReferences, requestIdHeader, rowIdsHeader } from './references';

export interface ScoreDeps {
  readonly agent: Agent;
  readonly model: URL;
  readonly deployment: GatewayDeployment;
  readonly recorder: Recorder;
  readonly ledger: GapLedger;
  readonly newReference: () => string;
  readonly now: () => Instant;
  /** Told what became of requests and rows, for the counters. */
  readonly count: (what: 'answers' | 'errors' | 'answeredAgain' | 'refusedReferences' | GapCount, rows: number) => void;
}

type GapCount = 'disk_full' | 'other_call' | 'answer_unread';

export interface ScoreRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Bytes of a request or an answer, uncompressed, that are read for the record. */
const longestRead = 8 * 1024 * 1024;

/** Brings a request to the model and its answer back, and records what the contract's call scored before it is answered. */
export async function score(deps: ScoreDeps, request: ScoreRequest, response: ServerResponse): Promise<void> {
  const { deployment } = deps;
  const what = { ...request, headers: withoutOurs(request.headers) };
  for (const [name, value] of Object.entries(givenReferences(request.headers))) response.setHeader(name, value);
  const send = (deliver: Deliver) => forward(deps.agent, deps.model, what, response, deliver);
  const call = readCall(deployment, { ...request, body: await plainText(request.headers, request.body, longestRead) });
  if (call.kind === 'none') return send(passOn);
  countAnswer(deps, response);
  if (call.kind === 'other') return send((answer) => passOther(deps, answer, response, call.rows));
  let references: References;
  let claim: Claim;
  try {
    references = giveReferences(request.headers, call.rows, deps.newReference);
    claim = deps.recorder.claim(references.rows);
  } catch (error) {
    if (!isStewardError(error)) throw error;
    deps.count('refusedReferences', 1);
    return refuseScoring(response, error.code === 'recording_reference_taken' ? 409 : 400, error.message);
  }
  try {
    await send((answer) => answerRecorded(deps, answer, response, references, claim));
  } finally {
    claim.end();
  }
}

/** As the client sees it, when it is whole or the client has left: also an answer that the model never gave. */
function countAnswer({ count }: ScoreDeps, response: ServerResponse): void {
  response.once('close', () => {
    if (!response.headersSent) return;
    count('answers', 1);
    if (response.statusCode >= 500) count('errors', 1);
  });
}

type Deliver = (answer: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A client that calls its request a probe is a client: everything that comes here is recorded. */
function withoutOurs(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...headers, [probeHeader]: undefined, [requestIdHeader]: undefined, [rowIdsHeader]: undefined };
}

async function passOther(deps: ScoreDeps, answer: IncomingMessage, response: ServerResponse, rows: number) {
  if (answer.statusCode === 200) await addGap(deps, 'other_call', rows);
  await passOn(answer, response);
}

async function addGap(deps: ScoreDeps, reason: GapCount, rows: number): Promise<void> {
  deps.count(reason, rows);
  await deps.ledger.add(reason, rows);
}

/** Holds the answer until its rows are kept. */
async function answerRecorded(
  deps: ScoreDeps,
  answer: IncomingMessage,
  response: ServerResponse,
  { rows, made }: References,
  claim: Claim,
): Promise<void> {
  for (const [name, value] of Object.entries(made)) response.setHeader(name, value);
  if (answer.statusCode !== 200) return passOn(answer, response);
  const body = await readChunks(answer, longestRead);
  const scores = body.whole ? await readScoresOf(deps, answer, Buffer.concat(body.chunks), rows.length) : undefined;
  if (scores === undefined) await addGap(deps, 'answer_unread', rows.length);
  else if (!(await record(deps, rows, scores, claim))) {
    if (deps.deployment.recording.whenFull === 'refuse')
      return refuseScoring(response, 503, new StewardError('recording_spool_full').message);
    await addGap(deps, 'disk_full', rows.length);
  }
  if (!body.whole) return passRest(answer, response, body.chunks);
  const bytes = Buffer.concat(body.chunks);
  response.writeHead(200, { ...endToEnd(answer.headers), 'content-length': bytes.length });
  response.end(bytes);
}

async function record(
  deps: ScoreDeps,
  rows: readonly ReferencedRow[],
  scores: readonly number[],
  claim: Claim,
): Promise<boolean> {
  const scoredAt = deps.now();
  const scored = rows.map((row, index) => ({ ...row, scoredAt, score: scores[index] ?? NaN }));
  const { kept, repeated } = await claim.record(scored);
  if (repeated > 0) deps.count('answeredAgain', repeated);
  return kept;
}

/** Undefined when the answer is not what the call promises; every answer that is, has one score a row. */
async function readScoresOf(
  { deployment }: ScoreDeps,
  answer: IncomingMessage,
  body: Buffer,
  rows: number,
): Promise<readonly number[] | undefined> {
  const text = await plainText(answer.headers, body, longestRead);
  try {
    return text === undefined ? undefined : readAnsweredScores(deployment.call, text, rows);
  } catch (error) {
    if (isStewardError(error)) return undefined;
    throw error;
  }
}

async function passRest(answer: IncomingMessage, response: ServerResponse, chunks: readonly Buffer[]): Promise<void> {
  response.writeHead(200, endToEnd(answer.headers));
  for (const chunk of chunks) response.write(chunk);
  for await (const chunk of answer as AsyncIterable<Buffer>)
    if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  response.end();
}
