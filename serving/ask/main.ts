import { request } from 'node:http';
import { errorText } from '../../domain/errors';
import { type Ask, type Asked, askSchema } from '../../formats/docker/messages';

/** No answer that we ask for is longer. */
const maximalAnswer = 16 * 1024 * 1024;

/**
 * Makes one HTTP request from within a container, for a worker that reaches the Docker daemon only: reads it from standard
 * input (`askSchema`, then the body), writes what came of it.
 */
async function main(): Promise<Asked> {
  const { head, body } = await readAsked();
  return send(head, body);
}

/** Standard input may stay open: the head says how long the body is. */
async function readAsked(): Promise<{ head: Ask; body: Buffer }> {
  let read = Buffer.alloc(0);
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf('\n');
    if (end < 0) continue;
    const head = askSchema.parse(JSON.parse(read.subarray(0, end).toString('utf8')));
    const body = read.subarray(end + 1);
    if (body.length >= head.bytes) return { head, body: body.subarray(0, head.bytes) };
  }
  throw new Error('the request ended too early');
}

function send({ method, url, timeout }: Ask, body: Buffer): Promise<Asked> {
  return new Promise((resolve) => {
    const silent = (why: string): void => resolve({ silent: why.slice(0, 300) });
    const headers = body.length > 0 ? { 'content-type': 'application/json', 'content-length': body.length } : {};
    const sent = request(url, { method, headers, agent: false, signal: AbortSignal.timeout(timeout) }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > maximalAnswer) answer.destroy(new Error(`the answer is longer than ${maximalAnswer} bytes`));
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      answer.on('error', (error) => silent(errorText(error)));
    });
    sent.on('error', (error) =>
      silent(error.name === 'AbortError' ? `no answer within ${timeout} ms` : errorText(error)),
    );
    sent.end(body);
  });
}

main().then(
  (asked) => process.stdout.write(`${JSON.stringify(asked)}\n`, () => process.exit(0)),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(1);
  },
);
