import { StewardError, errorText } from '../../../domain/errors';
import type { ReasonCode } from '../../../domain/reasons';
import { refusalAnswer } from '../../../formats/local-host/messages';

export interface HostConnection {
  /** Where the local host listens: `http://127.0.0.1:7713`, without a slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof fetch;
}

export interface HostCall {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  /** Milliseconds until the answer must be whole. */
  readonly timeout: number;
  /** For the words of errors. */
  readonly environment: string;
}

export interface HostAnswer {
  readonly status: number;
  readonly text: string;
}

/** No answer of the local host, and no model's answer to probe rows, is longer. */
const maximalAnswer = 4 * 1024 * 1024;

/** One request to the local host. Throws `target_away` when no whole answer comes in time. */
export async function callHost(connection: HostConnection, call: HostCall): Promise<HostAnswer> {
  const { method, path, body, timeout, environment } = call;
  try {
    const answer = await connection.fetch(`${connection.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${connection.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    return { status: answer.status, text: await readText(answer) };
  } catch (error) {
    throw new StewardError('target_away', { environment, why: whyAway(error, timeout) }, { cause: error });
  }
}

/**
 * The local host's answer, parsed. A refusal is thrown under its own reason; an answer that is neither is
 * `target_answer_unclear`.
 */
export async function askHost<T>(
  connection: HostConnection,
  call: HostCall,
  schema: { parse(value: unknown): T },
): Promise<T> {
  const { status, text } = await callHost(connection, call);
  if (status >= 200 && status < 300) return parse(call, text, schema);
  throw refusalOf(call, parse(call, text, refusalAnswer));
}

function refusalOf(
  { environment }: HostCall,
  { code, details }: { code: ReasonCode; details: Readonly<Record<string, string | number | boolean>> },
): StewardError {
  return new StewardError(code, code === 'target_token_refused' ? { environment } : details);
}

function parse<T>({ environment }: HostCall, text: string, schema: { parse(value: unknown): T }): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const why = JSON.stringify(text.slice(0, 100));
    throw new StewardError('target_answer_unclear', { environment, why }, { cause: error });
  }
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > maximalAnswer) throw new Error(`its answer is longer than ${maximalAnswer} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The client's own message is always "fetch failed": the cause knows. */
function whyAway(error: unknown, timeout: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return errorText(cause).slice(0, 200);
}
