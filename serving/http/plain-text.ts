import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const unzip = promisify(gunzip);

/**
 * The text that a body holds; undefined when it is compressed by other means than gzip, longer than `limit` bytes without
 * its compression, or no UTF-8.
 */
export async function plainText(
  headers: IncomingHttpHeaders,
  body: Buffer,
  limit: number,
): Promise<string | undefined> {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  try {
    if (coding === 'gzip') return decode(await unzip(body, { maxOutputLength: limit }));
    return coding === 'identity' ? decode(body) : undefined;
  } catch (error) {
    // Whatever is wrong with it is the model server's to say.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Buffer): string {
  return utf8.decode(bytes);
}
