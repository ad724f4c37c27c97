import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Answer, answerError, answerRequest, type ServedModel } from './answer-request';
import { readBoundedBody } from './read-bounded-body';

export interface ModelServerOptions extends ServedModel {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Bytes of a request's body; default 4 MiB, which is some 10,000 rows. */
  readonly maxBodyBytes?: number;
  /** Told about what should never happen; the request gets 500. */
  onFault(error: unknown): void;
}

export interface ModelServer {
  readonly port: number;
  /** Takes no new requests, finishes those that are under way (for at most `graceMs`), then closes. */
  stop(graceMs: number): Promise<void>;
}

const megabyte = 1024 * 1024;

/**
 * Serves one version of one model by TensorFlow Serving's REST interface. Rejects when it cannot listen. As there, a
 * feature of an example that the model does not ask for is ignored, and an input that a signature does not have is
 * refused. Deliberate differences: bodies, rows and nesting are bounded; doubled keys and shapes that do not fit the
 * signature are refused; `:predict` does not take serialised examples; versions have no labels.
 */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  let stopping = false;
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    // A connection that is kept alive after its last answer would keep the server from closing.
    const send: Send = (answer) => writeAnswer(response, answer, stopping);
    handle(options, request, send).catch((error: unknown) => {
      // A client that went away in the middle of its request needs no answer.
      if (request.destroyed && !request.complete) return;
      options.onFault(error);
      send({ status: 500, body: '{"error":"The model server failed."}' });
    });
  });
  server.maxConnections = 256;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  server.removeAllListeners('error').on('error', (error) => options.onFault(error));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: async (graceMs) => {
      stopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearTimeout(deadline);
    },
  };
}

type Send = (answer: Answer) => void;

async function handle(options: ModelServerOptions, request: IncomingMessage, send: Send): Promise<void> {
  const { method = '', url = '' } = request;
  const body = await readBoundedBody(request, options.maxBodyBytes ?? 4 * megabyte).catch((error: unknown) => {
    send(answerError(error));
  });
  if (body !== undefined) send(answerRequest(options, { method, url, body }));
}

function writeAnswer(response: ServerResponse, { status, body }: Answer, last: boolean): void {
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, last ? { ...headers, Connection: 'close' } : headers);
  response.end(body);
}
