import { StewardError } from '../../../domain/errors';
import type { Credentials } from '../../../formats/oci/registry/parse-auth-file';
import type { FindCredentials } from '../../../formats/oci/registry/credentials';
import { parseReference } from '../../../formats/oci/registry/parse-reference';
import { type Daemon, orUndefined } from './connect-daemon';
import { explainRefusal, statusOf } from './explain-refusal';
import { failureIn, readProgress } from './read-progress';

/**
 * Has the daemon fetch an image by digest, under the worker's credentials; nothing is asked of the registry for one that is
 * there. Throws `docker_image_not_pulled` with the registry's words.
 */
export async function pullImage(daemon: Daemon, reference: string, credentials: FindCredentials): Promise<void> {
  if (await isThere(daemon, reference)) return;
  const [fromImage = '', tag = ''] = reference.split('@');
  const known = await credentials(parseReference(reference));
  const auth = known && { base64: encode(known, parseReference(reference).host) };
  let words: string | undefined;
  try {
    const stream = await daemon.docker.createImage(auth, { fromImage, tag });
    words = await findError(stream);
  } catch (error) {
    const refusal = explainRefusal(`image ${reference}`, error);
    if (refusal.code === 'docker_away' && statusOf(error) === undefined) throw refusal;
    words = String(refusal.details['why']);
  }
  if (words === undefined && (await isThere(daemon, reference))) return;
  throw new StewardError('docker_image_not_pulled', {
    image: reference,
    why: clear(words ?? 'the daemon says that it pulled it, and does not have it', known),
  });
}

async function isThere({ call, docker }: Daemon, reference: string): Promise<boolean> {
  const found = await call(`image ${reference}`, () => orUndefined(() => docker.getImage(reference).inspect()));
  return found !== undefined;
}

/** The first failure that the daemon tells: a failing pull ends like any other. */
async function findError(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  let found: string | undefined;
  for await (const event of readProgress(stream)) found ??= failureIn(event);
  return found;
}

/** As the daemon reads `X-Registry-Auth`: URL-safe base64, filled up. It ignores what it cannot decode, and pulls as nobody. */
function encode(credentials: Credentials, serveraddress: string): string {
  const text = Buffer.from(JSON.stringify({ ...fieldsOf(credentials), serveraddress })).toString('base64');
  return text.replaceAll('+', '-').replaceAll('/', '_');
}

function fieldsOf(credentials: Credentials): object {
  switch (credentials.kind) {
    case 'password':
      return { username: credentials.user, password: credentials.password };
    case 'refresh':
      return { identitytoken: credentials.token };
    case 'bearer':
      return { registrytoken: credentials.token };
  }
}

/** A registry may repeat what it was sent. */
function clear(words: string, credentials: Credentials | undefined): string {
  const secret = credentials === undefined ? '' : 'token' in credentials ? credentials.token : credentials.password;
  return secret === '' ? words : words.replaceAll(secret, '[redacted]');
}
