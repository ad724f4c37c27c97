import { isUtf8 } from 'node:buffer';
import type { Request } from 'restify';
import { StewardError } from '../domain/errors';
import { sizeText } from '../formats/zip/limits';

/** A body of JSON text, at most so many bytes. Throws `outcomes_too_large` or `outcomes_not_json`. */
export async function readJsonBody(request: Request, limit: number): Promise<unknown> {
  const tooLarge = (): StewardError => new StewardError('outcomes_too_large', { limit: sizeText(limit) });
  if (Number(request.header('content-length', '0')) > limit) throw tooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  try {
    if (isUtf8(body)) return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new StewardError('outcomes_not_json');
}
