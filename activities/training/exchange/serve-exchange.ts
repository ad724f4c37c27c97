import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isStewardError } from '../../../domain/errors';
import type { DatasetStore } from '../../../domain/ports/datasets';
import { scoringFiles } from '../../../domain/ports/scoring';
import { trainerFiles } from '../../../domain/ports/trainer';
import { temporaryPath } from '../../../formats/files/temporary-files';
import { parseExchangePath } from '../../../formats/training/exchange-paths';
import { metricsBytes, packageLimits } from '../../../formats/zip/limits';
import type { Exchange } from './create-exchange';

interface ExchangeServerDeps {
  readonly exchange: Exchange;
  readonly datasets: Pick<DatasetStore, 'locate'>;
  /** Of what no asker is to blame for. */
  readonly report: (error: unknown) => void;
}

type Sizes = Readonly<Record<string, number>>;
/** What a trainer may leave, and how long it may be. */
const ofTrainer: Sizes = {
  [trainerFiles.package]: packageLimits.archiveBytes,
  [trainerFiles.metrics]: metricsBytes,
};
/** The same for a scorer. */
const ofScorer: Sizes = { [scoringFiles.scores]: 256 * 2 ** 20, [scoringFiles.failure]: 16 * 1024 };
/** Milliseconds: for a request with its body, for its head, and without a byte on the way. */
const patience = { request: 15 * 60_000, head: 10_000, idle: 60_000 } as const;

/**
 * Gives a dataset, or rows, to who has the token for them, and takes what a trainer or a scorer made of them. Who has none
 * learns nothing: not what is open, nor whether a name exists.
 */
export function createExchangeServer(deps: ExchangeServerDeps): Server {
  const server = createServer(
    { maxHeaderSize: 8_192, requestTimeout: patience.request, headersTimeout: patience.head },
    (request, response) => {
      answer(deps, request, response).catch((error: unknown) => {
        if (!request.destroyed && !request.errored) deps.report(error);
        if (response.headersSent) response.destroy();
        else end(response, 500);
      });
    },
  );
  server.maxConnections = 64;
  server.setTimeout(patience.idle);
  return server;
}

async function answer(
  { exchange, datasets }: ExchangeServerDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = parseExchangePath(request.url ?? '');
  const [, token = ''] = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '') ?? [];
  const entered = asked && (await exchange.enter(asked.name, token));
  if (!asked || !entered) return refuse(request, response, 404);
  const { file } = asked;
  if (file === 'dataset' && request.method === 'GET') {
    const dataset = entered.rows ?? (await datasets.locate(entered.dataset).catch(unlessMissing));
    return dataset === undefined ? refuse(request, response, 404) : give(dataset, response);
  }
  const limit = (entered.rows === undefined ? ofTrainer : ofScorer)[file];
  if (limit === undefined || request.method !== 'PUT') return refuse(request, response, 405);
  if (Number(request.headers['content-length'] ?? 0) > limit) return refuse(request, response, 413);
  const taken = await take(request, path.join(entered.output, file), limit);
  return taken ? end(response, 204) : refuse(request, response, 413);
}

async function give(dataset: string, response: ServerResponse): Promise<void> {
  const { size } = await stat(dataset);
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'cache-control': 'no-store',
  });
  await pipeline(createReadStream(dataset), response);
}

/** Whole or not at all, and again in the place of what was there: an answer may be lost. */
async function take(request: IncomingMessage, file: string, limit: number): Promise<boolean> {
  const draft = await temporaryPath(path.join(path.dirname(file), '.drafts'));
  let bytes = 0;
  const bounded = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > limit) return;
      yield chunk;
    }
  };
  try {
    await pipeline(request, bounded, createWriteStream(draft, { flags: 'wx', mode: 0o600 }));
    if (bytes > limit) return false;
    await rename(draft, file);
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Nothing more is read of who is refused. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.setHeader('connection', 'close');
  end(response, status);
  request.resume();
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'cache-control': 'no-store' });
  response.end();
}

function unlessMissing(error: unknown): undefined {
  if (!isStewardError(error) || error.code !== 'dataset_missing') throw error;
}
