import type { IncomingMessage } from 'node:http';
import { StewardError } from '../../domain/errors';

/**
 * The text of a request's body. A body beyond `maxBytes` is read to its end without keeping it (a client that still
 * sends would not see an answer) and then refused with `scoring_body_too_large`; one beyond 16 times that is cut off.
 */
export async function readBoundedBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (bytes > 16 * maxBytes) break;
  }
  if (bytes > maxBytes) throw new StewardError('scoring_body_too_large', { limit: maxBytes });
  return decodeText(Buffer.concat(chunks));
}

function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new StewardError('scoring_json_malformed', { why: 'it is not UTF-8', position: 0 }, { cause: error });
  }
}
