import { type Agent, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { hasErrorCode } from '../../formats/files/has-error-code';
import { refuseScoring } from './answers';

export interface Forwarded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Where a model server is: its port on this machine, or its address (`http:` only). */
export type ModelAddress = number | URL;

/** Takes the model server's answer to the client. */
type Deliver = (answer: IncomingMessage, response: ServerResponse) => Promise<void>;

/** These speak of one connection, not of the message (RFC 9110, 7.6.1). */
const hopByHop = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade host'.split(' '),
);

/** Bytes of an answer's headers: the references of its rows may stand there. */
const maximalHeaders = 64 * 1024;
/** A model server that has not answered after this many ms is not waited for. */
const answerLimit = 30_000;

/**
 * Sends a request to what listens there, a gateway or a model server, and its answer back, bytes untouched. What goes wrong
 * on the way becomes one clear answer in the model server's own form (503, 504).
 */
export async function forward(
  agent: Agent,
  to: ModelAddress,
  what: Forwarded,
  response: ServerResponse,
  deliver: Deliver = passOn,
): Promise<void> {
  let gone = false;
  const untilGone: Until = (stop) =>
    response.once('close', () => {
      if (response.writableFinished) return;
      gone = true;
      stop();
    });
  try {
    await deliver(await ask(agent, to, what, untilGone), response);
  } catch (error) {
    if (gone) return;
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

/** The answer as it comes, without holding it. */
export async function passOn(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  response.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
  await pipeline(answer, response);
}

/** Is given what ends a request whose answer nobody waits for any more. No AbortSignal: one per request costs too much. */
type Until = (stop: () => void) => void;

/**
 * The model server's answer, its body not yet read. A kept connection may be closed by the other side just when it is
 * used again: then once more, on a new one.
 */
export async function ask(agent: Agent, to: ModelAddress, what: Forwarded, until: Until): Promise<IncomingMessage> {
  const reused = { was: false };
  try {
    return await askOnce(agent, to, what, until, reused);
  } catch (error) {
    if (!reused.was || !hasErrorCode(error, 'ECONNRESET', 'EPIPE')) throw error;
    return askOnce(false, to, what, until, reused);
  }
}

function askOnce(
  agent: Agent | false,
  to: ModelAddress,
  { method, path, headers, body }: Forwarded,
  until: Until,
  reused: { was: boolean },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const own = { ...endToEnd(headers), ...(body.byteLength > 0 && { 'content-length': body.byteLength }) };
    const place = { agent, ...placeOf(to, path), maxHeaderSize: maximalHeaders };
    const sent = request({ ...place, method, headers: own }, resolve);
    until(() => sent.destroy(new Error('nobody waits for the answer')));
    sent.setTimeout(answerLimit, () => sent.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    sent.on('error', (error) => {
      reused.was = sent.reusedSocket;
      reject(error);
    });
    sent.end(body);
  });
}

function placeOf(to: ModelAddress, path: string): { host: string; port: number | string; path: string } {
  if (typeof to === 'number') return { host: '127.0.0.1', port: to, path };
  const host = to.hostname.replace(/^\[|\]$/g, '');
  return { host, port: to.port === '' ? 80 : to.port, path: `${to.pathname.replace(/\/+$/, '')}${path}` };
}

/** The headers that belong to the message. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !hopByHop.has(name)),
  );
}
