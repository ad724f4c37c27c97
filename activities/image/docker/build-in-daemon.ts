import { StewardError } from '../../../domain/errors';
import { isRecord } from '../../../formats/is-record';
import type { Daemon } from '../../target/docker/connect-daemon';
import { isGoingDown } from '../../target/docker/explain-refusal';
import { failureIn, readProgress } from '../../target/docker/read-progress';
import type { DraftImage } from '../build-parts';
import { nameImage } from './build-names';
import { writeContext } from './write-context';

/**
 * Builds by Docker's classic builder, which needs no session, and gives the image's id in the daemon. Nothing is taken from
 * earlier builds: another process may be about to remove what they made. Throws `docker_build_failed` with the daemon's
 * words, and `docker_away` when it went meanwhile.
 */
export async function buildInDaemon(
  daemon: Daemon,
  draft: DraftImage,
  from: string | undefined,
  build: string,
): Promise<string> {
  const options = { version: '1', nocache: true, rm: true, forcerm: true, t: nameImage(build) } as const;
  const { id, failure } = await daemon.call('a build', async () =>
    readOutcome(await daemon.docker.buildImage(writeContext(draft, from, build), options)),
  );
  if (failure === undefined && id !== undefined) return id;
  const why = failure ?? 'its answer ends without an image';
  if (failure !== undefined && isGoingDown(failure)) throw new StewardError('docker_away', { why });
  throw new StewardError('docker_build_failed', { why });
}

interface Outcome {
  readonly id?: string;
  readonly failure?: string;
}

/** All of the answer is read. A failure outweighs whatever else is told, and only an id that is told is a success. */
async function readOutcome(stream: NodeJS.ReadableStream): Promise<Outcome> {
  let outcome: Outcome = {};
  for await (const event of readProgress(stream)) {
    const failure = outcome.failure ?? failureIn(event);
    const aux = event['aux'];
    const id = isRecord(aux) && typeof aux['ID'] === 'string' ? aux['ID'] : outcome.id;
    outcome = { ...(id !== undefined && { id }), ...(failure !== undefined && { failure }) };
  }
  return outcome;
}
