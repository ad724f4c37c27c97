import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { connectionFault } from './connection-fault';
import { isLoopback } from './is-loopback';

/** What is sent; a stream is opened anew each time that it is. */
export type Body =
  { readonly bytes: Uint8Array } | { readonly size: number; readonly open: () => Readable | Promise<Readable> };

export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Body;
  /** The other side may be silent for longer: it copies or checks a whole blob. */
  readonly slow?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** To be read to its end or dropped (`dropBody`), or the connection is never used again. */
  readonly body: Dispatcher.ResponseData['body'];
}

export interface Network {
  /** Certificates in PEM that are trusted beside Node's own. */
  readonly authorities?: string;
  /** Addresses of proxies, and hosts that are not gone to through them, as in HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxy?: { readonly https?: string; readonly http?: string; readonly except?: string };
  /** How long the other side may be silent, in ms. */
  readonly silence: number;
}

export interface Exchanger {
  /** One request, sent once, its answer's head awaited; no redirect is followed. Throws a `ConnectionFault`. */
  exchange(exchange: Exchange): Promise<Answer>;
  close(): Promise<void>;
}

const connectLimit = 10_000;
/** A storage elsewhere takes minutes to move some gigabytes. */
const slowFactor = 10;
/** Registries answer with short headers. */
const maximalHeaders = 32 * 1024;

/** HTTP over kept connections, through proxies except to this machine. */
export function createExchanger({ authorities, proxy = {}, silence }: Network): Exchanger {
  const tls = authorities === undefined ? {} : { ca: [...rootCertificates, authorities] };
  const options = {
    connect: { ...tls, timeout: connectLimit },
    headersTimeout: silence,
    bodyTimeout: silence,
    maxHeaderSize: maximalHeaders,
  };
  const direct = new Agent(options);
  // One agent a way, and texts for all: nothing comes from the environment, and no way takes the other's proxy.
  const through = (address: string | undefined) =>
    address === undefined
      ? direct
      : new EnvHttpProxyAgent({
          ...options,
          ...{ requestTls: tls, proxyTls: tls, httpProxy: address, httpsProxy: address, noProxy: proxy.except ?? '' },
        });
  const outward: Readonly<Record<string, Dispatcher>> = {
    'https:': through(proxy.https),
    'http:': through(proxy.http),
  };
  return {
    async exchange({ method, url, headers, body, slow }) {
      const dispatcher = (isLoopback(url.host) ? undefined : outward[url.protocol]) ?? direct;
      const sent = body && (await openBody(body));
      try {
        const length = body && { 'content-length': String('bytes' in body ? body.bytes.byteLength : body.size) };
        return answerOf(
          await request(url, {
            dispatcher,
            method,
            headers: { ...headers, ...length },
            ...(sent !== undefined && { body: sent }),
            ...(slow && { headersTimeout: silence * slowFactor }),
          }),
        );
      } catch (error) {
        throw connectionFault(error);
      }
    },
    async close() {
      await Promise.all([...new Set([direct, ...Object.values(outward)])].map((agent) => agent.destroy()));
    },
  };
}

/** Reads away what an answer has left, so that its connection can be used again. */
export async function dropBody(answer: Answer): Promise<void> {
  await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
}

function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData): Answer {
  return { status: statusCode, headers, body };
}

async function openBody(body: Body): Promise<Uint8Array | Readable> {
  return 'bytes' in body ? body.bytes : body.open();
}
