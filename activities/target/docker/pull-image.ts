import { StewardError } from '../../../domain/errors';
import { isRecord } from '../../../formats/is-record';
import type { Credentials } from '../../../formats/oci/registry/parse-auth-file';
import type { FindCredentials } from '../../../formats/oci/registry/credentials';
import { parseReference } from '../../../formats/oci/registry/parse-reference';
import { type Daemon, orUndefined } from './connect-daemon';
import { explainRefusal, statusOf } from './explain-refusal';

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

/**
 * The first failure that a stream of the daemon's progress tells, line by line: a failing pull ends like any other. What is
 * no JSON is passed over; a stream that breaks off says so.
 */
async function findError(stream: NodeJS.ReadableStream): Promise<string | undefined> {
  let rest = '';
  let found: string | undefined;
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) found ??= errorOf(line);
  }
  return found ?? errorOf(rest);
}

function errorOf(line: string): string | undefined {
  try {
    const event: unknown = JSON.parse(line);
    if (!isRecord(event)) return undefined;
    const detail = event['errorDetail'];
    const said = event['error'] ?? (isRecord(detail) ? detail['message'] : undefined);
    if (said === undefined) return undefined;
    return typeof said === 'string' ? said.slice(0, 500) : 'the daemon tells a failure without words';
  } catch {
    return undefined;
  }
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
