import { connectionFault } from './connection-fault';
import type { Answer } from './exchange';

/** The whole body of an answer, or undefined when it is longer than `limit` bytes. Throws a `ConnectionFault`. */
export async function readBody(answer: Answer, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size > limit) return undefined;
      chunks.push(chunk);
    }
  } catch (error) {
    throw connectionFault(error);
  }
  return Buffer.concat(chunks);
}
