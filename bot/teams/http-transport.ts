import http from 'node:http';
import https from 'node:https';
import type { ConnectorClientOptions } from 'botframework-connector';
import { errorText } from '../../domain/errors';
import { SendError } from './send-error';

type HttpClient = NonNullable<ConnectorClientOptions['httpClient']>;
type WebRequest = Parameters<HttpClient['sendRequest']>[0];
type WebResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;

/** Answers of the connector are ids and errors; more is no answer of it. */
const mostBytes = 256 * 1024;

interface Received {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A refused connection may have several addresses behind it and then no message. */
function whyOf(error: unknown): string {
  return errorText(error) || ((error as NodeJS.ErrnoException).code ?? 'no connection');
}

function exchange(request: WebRequest, timeoutMs: number): Promise<Received> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url);
    const secure = url.protocol === 'https:';
    let left = false;
    const fail = (error: unknown): void =>
      reject(new SendError({ kind: left ? 'lost' : 'unsent', why: whyOf(error) }, { cause: error }));
    const outgoing = (secure ? https : http).request(url, {
      method: request.method,
      headers: request.headers.rawHeaders(),
      // A kept connection may be closed by the other side just as a create leaves: that would look like a lost one.
      agent: (request.agent as http.Agent | undefined) ?? (request.method === 'POST' ? false : undefined),
      signal: AbortSignal.timeout(timeoutMs),
    });
    outgoing.on('socket', (socket) => {
      if (!socket.connecting) left = true;
      else socket.once(secure ? 'secureConnect' : 'connect', () => (left = true));
    });
    outgoing.on('error', fail);
    outgoing.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > mostBytes) response.destroy(new Error(`an answer of more than ${mostBytes} bytes`));
        else parts.push(part);
      });
      response.on('error', fail);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString() }),
      );
    });
    outgoing.end(request.body);
  });
}

function errorCode(text: string): string {
  try {
    const body = JSON.parse(text) as { error?: { code?: unknown } } | null;
    return typeof body?.error?.code === 'string' ? body.error.code : '';
  } catch {
    return '';
  }
}

/** `Retry-After` in milliseconds: whole seconds, or a date. */
function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

/**
 * The way of the SDK's requests: sent once, bounded in time and size, no redirects (the token goes along), and
 * everything but 2xx thrown as a SendError, which the SDK neither repeats nor interprets. Proxy agents of the SDK
 * are honoured.
 */
export function createTransport(timeoutMs: number, now: () => Date): HttpClient {
  return {
    async sendRequest(request) {
      const { status, headers, text } = await exchange(request, timeoutMs);
      if (status < 200 || status > 299) {
        const after = retryAfterMs(headers['retry-after'], now());
        throw new SendError({
          kind: 'answered',
          status,
          code: errorCode(text),
          ...(after !== undefined && { retryAfterMs: after }),
        });
      }
      const received = request.headers.clone();
      for (const name of received.headerNames()) received.remove(name);
      received.set('content-type', headers['content-type'] ?? 'application/json');
      return { request, status, headers: received, bodyAsText: text } satisfies WebResponse;
    },
  };
}
