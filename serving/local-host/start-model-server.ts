import { StewardError } from '../../domain/errors';
import { type ChildProgram, type RunningChild, startListening } from './start-child';

export interface ModelToServe {
  /** The folder with `saved_model.pb`. */
  readonly directory: string;
  readonly name: string;
  readonly version: string;
}

/** Milliseconds for saying what it serves, and for ending. */
const limits = { metadata: 10_000, stop: 2_000 } as const;

/**
 * Starts a model server as a child. Resolves when it listens and says itself that it serves this model in this version.
 * Throws `model_server_failed`, with `killed: true` among the details for one that was ended from outside, or when
 * `signal` calls it off.
 */
export async function startModelServer(
  program: ChildProgram,
  model: ModelToServe,
  signal: AbortSignal,
): Promise<RunningChild> {
  const { directory, name, version } = model;
  const args = ['--model', directory, '--name', name, '--version', version, '--port', '0'];
  const { port, child } = await startListening(program, args, {
    signal,
    stopLimit: limits.stop,
    failed: (why, killed, cause) => new StewardError('model_server_failed', { why, killed }, { cause }),
    check: (port) => checkServed(port, name, version, signal),
  });
  return { pid: child.pid, port, ended: child.ended, stop: () => child.stop(limits.stop) };
}

async function checkServed(port: number, name: string, version: string, signal: AbortSignal): Promise<void> {
  const path = `/v1/models/${encodeURIComponent(name)}/versions/${version}/metadata`;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(limits.metadata)]),
  });
  await answer.arrayBuffer();
  if (answer.status !== 200)
    throw new Error(`it does not serve version ${version} of ${name} (status ${answer.status})`);
}
