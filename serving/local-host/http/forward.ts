import { type Agent, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { hasErrorCode } from '../../../formats/files/has-error-code';
import { refuseScoring } from './answers';

export interface Forwarded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** These speak of one connection, not of the message (RFC 9110, 7.6.1). */
const hopByHop = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host'.split(' '),
);

/** Bytes of an answer's headers: the references of its rows may stand there. */
const maximalHeaders = 64 * 1024;
/** A model server that has not answered after this many ms is not waited for. */
const answerLimit = 30_000;

/**
 * Sends a request to what listens on `port`, a gateway or a model server, and its answer back, bytes untouched. What goes
 * wrong on the way becomes one clear answer in the model server's own form (503, 504).
 */
export async function forward(agent: Agent, port: number, what: Forwarded, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const answer = await send(agent, port, what, gone.signal);
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
    await pipeline(answer, response);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (response.headersSent) return void response.destroy();
    if (hasErrorCode(error, 'ETIMEDOUT'))
      return refuseScoring(response, 504, `The model did not answer within ${answerLimit / 1000} s.`);
    refuseScoring(
      response,
      503,
      'What answers for the model ended meanwhile; it is started again. Send the request again.',
    );
  }
}

/** A kept connection may be closed by the other side just when it is used again: then once more, on a new one. */
async function send(agent: Agent, port: number, what: Forwarded, signal: AbortSignal): Promise<IncomingMessage> {
  const reused = { was: false };
  try {
    return await sendOnce(agent, port, what, signal, reused);
  } catch (error) {
    if (!reused.was || !hasErrorCode(error, 'ECONNRESET', 'EPIPE')) throw error;
    return sendOnce(false, port, what, signal, reused);
  }
}

function sendOnce(
  agent: Agent | false,
  port: number,
  { method, path, headers, body }: Forwarded,
  signal: AbortSignal,
  reused: { was: boolean },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const own = { ...endToEnd(headers), ...(body.byteLength > 0 && { 'content-length': body.byteLength }) };
    const to = { agent, host: '127.0.0.1', port, maxHeaderSize: maximalHeaders, method, path };
    const sent = request({ ...to, headers: own, signal }, resolve);
    sent.setTimeout(answerLimit, () => sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    sent.on('error', (error) => {
      reused.was = sent.reusedSocket;
      reject(error);
    });
    sent.end(body);
  });
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !hopByHop.has(name)),
  );
}
