import { StewardError } from '../../../domain/errors';
import { type Ask, type Asked, askedSchema } from '../../../formats/docker/messages';
import type { Daemon } from './connect-daemon';
import { explainRefusal, statusOf } from './explain-refusal';

/** Milliseconds beyond the request's own for a program to start in a container and to end. */
const startPatience = 15_000;

export type ContainerRequest = Omit<Ask, 'bytes'> & { readonly body?: string };

/**
 * One HTTP request from within a container of Steward's image: the daemon is all that the worker must reach. `silent` with
 * the reason when no answer came, also when the container does not run.
 */
export async function askContainer(daemon: Daemon, name: string, request: ContainerRequest): Promise<Asked> {
  const { body = '', ...rest } = request;
  const head = JSON.stringify({ ...rest, bytes: Buffer.byteLength(body) });
  try {
    const output = await runWithin(daemon, name, `${head}\n${body}`, request.timeout + startPatience);
    return askedSchema.parse(JSON.parse(output));
  } catch (error) {
    if (error instanceof SyntaxError) return { silent: `container ${name} ran no program of this version of Steward` };
    // Of a container that has ended, or is being started again.
    if (statusOf(error) === 409) return { silent: `container ${name} does not run` };
    if (statusOf(error) === 404) return { silent: `there is no container ${name}` };
    throw explainRefusal(`container ${name}`, error);
  }
}

async function runWithin({ docker }: Daemon, name: string, input: string, patience: number): Promise<string> {
  const run = await docker.getContainer(name).exec({
    Cmd: ['node', '/app/dist/serving/ask/main.js'],
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
  });
  const stream = await run.start({ hijack: true, stdin: true });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const late = setTimeout(
      () => stream.destroy(new StewardError('docker_away', { why: `nothing came from container ${name}` })),
      patience,
    );
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A program that ends at once breaks off while we write to it.
    stream.on('error', (error: Error) => (error instanceof StewardError ? reject(error) : undefined));
    stream.on('close', () => {
      clearTimeout(late);
      resolve(standardOutput(Buffer.concat(chunks)));
    });
    stream.on('end', () => stream.destroy());
    stream.write(input);
  });
}

/** Docker's frames: kind (1 is standard output), three zeros, length, content. */
export function standardOutput(frames: Buffer, kinds: readonly number[] = [1]): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length;) {
    const length = frames.readUInt32BE(at + 4);
    if (kinds.includes(frames[at] ?? 0)) parts.push(frames.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts).toString('utf8');
}
