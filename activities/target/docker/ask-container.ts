import type { Exec } from 'dockerode';
import { StewardError } from '../../../domain/errors';
import { type Ask, type Asked, askedSchema } from '../../../formats/docker/messages';
import type { Daemon } from './connect-daemon';
import { explainRefusal, statusOf } from './explain-refusal';

/** Milliseconds beyond the request's own for a program to start in a container and to end. */
const startPatience = 15_000;
/** Of what a program says of its end. */
const longestWords = 200;

export type ContainerRequest = Omit<Ask, 'bytes'> & { readonly body?: string };

/**
 * One HTTP request from within a container of Steward's image: the daemon is all that the worker must reach. `silent` with
 * the reason when no answer came, also when the container does not run. Throws `docker_away` when the daemon went meanwhile.
 */
export async function askContainer(daemon: Daemon, name: string, request: ContainerRequest): Promise<Asked> {
  const { body = '', ...rest } = request;
  const head = JSON.stringify({ ...rest, bytes: Buffer.byteLength(body) });
  try {
    const run = await daemon.docker.getContainer(name).exec({
      Cmd: ['node', '/app/dist/serving/ask/main.js'],
      ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true },
    });
    const ended = await runWithin(run, name, `${head}\n${body}`, request.timeout + startPatience);
    const answer = readJson(standardOutput(ended.frames));
    return answer === undefined ? { silent: await whyNone(run, name, ended) } : askedSchema.parse(answer);
  } catch (error) {
    // Of a container that has ended, or is being started again.
    if (statusOf(error) === 409) return { silent: `container ${name} does not run` };
    if (statusOf(error) === 404) return { silent: `there is no container ${name}` };
    throw explainRefusal(`container ${name}`, error);
  }
}

interface Ended {
  readonly frames: Buffer;
  /** Of the connection that they came by. */
  readonly error: Error | undefined;
}

async function runWithin(run: Exec, name: string, input: string, patience: number): Promise<Ended> {
  const stream = await run.start({ hijack: true, stdin: true });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let broken: Error | undefined;
    const late = setTimeout(
      () => stream.destroy(new StewardError('docker_away', { why: `nothing came from container ${name}` })),
      patience,
    );
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A program that ends at once breaks off while we write to it; what it said comes first.
    stream.on('error', (error: Error) => (broken = error));
    stream.on('close', () => {
      clearTimeout(late);
      if (broken instanceof StewardError) return reject(broken);
      resolve({ frames: Buffer.concat(chunks), error: broken });
    });
    stream.on('end', () => stream.destroy());
    stream.write(input);
  });
}

/** Why a program gave no answer; a daemon that went away meanwhile cannot tell, and that is thrown. */
async function whyNone(run: Exec, name: string, { frames, error }: Ended): Promise<string> {
  const { ExitCode } = (await run.inspect()) as { readonly ExitCode: number | null };
  const words = wordsOf(standardOutput(frames, [2]));
  if (ExitCode === null) {
    const why = `the connection to container ${name} broke off: ${error?.message ?? 'it was closed'}`;
    throw new StewardError('docker_away', { why }, { cause: error });
  }
  const ended = `the program in container ${name} that was to ask it ended with exit code ${ExitCode}`;
  return words === '' ? ended : `${ended}: ${words}`;
}

/** Of an error of Node, the line that names it; else how it ends. */
function wordsOf(said: string): string {
  const lines = said.trim().split('\n');
  const line = lines.find((one) => /^\w*Error\b/.test(one)) ?? lines.at(-1) ?? '';
  return line.trim().replace(/\.$/, '').slice(0, longestWords);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
