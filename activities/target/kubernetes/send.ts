import { type RequestOptions, request } from 'node:https';
import { request as requestPlain } from 'node:http';
import type { KubeConfig } from '@kubernetes/client-node';

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API server's address, with its query. */
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  /** Milliseconds until the answer must be whole. */
  readonly timeout: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** No object, list or log that we ask for is longer. */
const maximalAnswer = 16 * 1024 * 1024;

/**
 * One request to the API server, under the credentials, CA and proxy of the configuration as they are now: short-lived
 * tokens are read anew each time. A connection of its own, so that none is half dead. Rejects when no whole answer comes.
 */
export async function send(config: KubeConfig, call: ApiCall): Promise<ApiAnswer> {
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Error('the configuration names no cluster');
  const url = new URL(server.replace(/\/+$/, '') + call.path);
  const credentials: RequestOptions = {};
  await config.applyToHTTPSOptions(credentials);
  const headers = {
    accept: 'application/json',
    ...(credentials.headers as Readonly<Record<string, string>> | undefined),
    ...(call.body !== undefined && {
      'content-type': call.contentType ?? 'application/json',
      'content-length': String(Buffer.byteLength(call.body)),
    }),
    ...call.headers,
  };
  const options = { ...credentials, headers, method: call.method, signal: AbortSignal.timeout(call.timeout) };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'http:' ? requestPlain : request)(url, options, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        size += chunk.byteLength;
        if (size > maximalAnswer) answer.destroy(new Error(`the answer is longer than ${maximalAnswer} bytes`));
        else chunks.push(chunk);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', reject);
      answer.on('close', () => reject(new Error('the connection was cut')));
    });
    sent.on('error', reject);
    sent.end(call.body);
  });
}
