import type { IncomingMessage } from 'node:http';

/** The whole body, or undefined when it is longer than `limit` bytes; the rest is then not read. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const { chunks, whole } = await readChunks(request, limit);
  return whole ? Buffer.concat(chunks) : undefined;
}

/**
 * A message's body until it ends, or more than `limit` bytes came: then it is not `whole`, and paused. Rejects when the
 * other side breaks off. By events: what `for await` makes for each message costs more than reading a short one.
 */
export function readChunks(message: IncomingMessage, limit: number): Promise<{ chunks: Buffer[]; whole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      message.pause().off('data', take).off('end', end).off('error', fail).off('close', fail);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      stop();
      resolve({ chunks, whole: false });
    };
    const end = (): void => {
      stop();
      resolve({ chunks, whole: true });
    };
    const fail = (error?: Error): void => {
      stop();
      reject(error ?? new Error('the other side broke off'));
    };
    // What was broken off before tells it to nobody any more.
    if (message.destroyed) return fail();
    message.on('data', take).once('end', end).once('error', fail).once('close', fail);
  });
}
