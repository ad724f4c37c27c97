import { StewardError } from '../../../domain/errors';
import type { Access, Authorizer } from './authorize';
import { parseChallenges } from './challenge';
import { type Answer, type Body, type Exchange, dropBody } from './exchange';
import type { Repository } from './parse-reference';
import { type Words, readWords, refusalReason } from './refusal';
import type { Repeatable, SendRepeatedly } from './repeat';
import type { Secrets } from './secrets';

export interface RegistryRequest {
  readonly at: Repository;
  readonly method: Exchange['method'];
  /** Below `/v2/<repository>/`, or the whole address that the registry gave for an upload. */
  readonly path: string | URL;
  /** What is tried, for errors: "… does not let us `<what>`". */
  readonly what: string;
  readonly push?: true;
  readonly alsoPull?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Body;
  readonly repeatable?: Repeatable;
  readonly slow?: true;
  /** The statuses that the caller deals with; every other one is thrown as a reason. */
  readonly expect: readonly number[];
}

/** An answer, where it came from, and where the next step of it is (`Location`), if it says that. */
export interface Received extends Answer {
  readonly url: URL;
  readonly location?: URL;
  /** The registry's words in it, without any credential of ours. */
  words(): Promise<Words>;
}

/**
 * One request to a registry with whatever it takes: authorisation, a second try after a 401, redirects of reads, repeats.
 * Throws the reasons of `domain/reasons/image-registry.ts`; a `ConnectionFault` only for what may not be sent again.
 */
export type Send = (request: RegistryRequest) => Promise<Received>;

export interface SenderParts {
  readonly sendRepeatedly: SendRepeatedly;
  readonly authorizer: Authorizer;
  readonly secrets: Secrets;
  readonly originOf: (host: string) => Promise<URL>;
  readonly mayGoPlain: (host: string) => boolean;
}

const maximalRedirects = 5;
const redirects = [301, 302, 303, 307, 308];

export function createSender(parts: SenderParts): Send {
  return async (request) => {
    const { at, path } = request;
    const origin = await parts.originOf(at.host);
    const first = typeof path === 'string' ? new URL(`/v2/${at.name}/${path}`, origin) : path;
    let url = first;
    let answer = await authorised(parts, request, origin, url);
    for (let count = 0; isRead(request) && redirects.includes(answer.status); count += 1) {
      const next = nextAddress(request, url, answer);
      await dropBody(answer);
      if (next === undefined || count === maximalRedirects) throw unclear(request, 'it redirects to nowhere');
      requireSafe(parts, request, origin, next);
      url = next;
      answer = await authorised(parts, request, origin, url);
    }
    if (!request.expect.includes(answer.status)) throw await thrown(parts, request, answer);
    const location = opensUpload(answer) ? nextAddress(request, url, answer) : undefined;
    const words = () => readWords(answer, parts.secrets.scrub);
    if (location === undefined) return { ...answer, url, words };
    return { ...answer, url, words, location: safeLocation(parts, request, origin, location) };
  };
}

/** Our credentials go to the registry's own origin only, wherever a redirect leads. */
async function authorised(parts: SenderParts, request: RegistryRequest, origin: URL, url: URL): Promise<Answer> {
  const { authorizer, sendRepeatedly } = parts;
  const { at, method, headers = {}, body, slow, repeatable = isRead(request) ? 'always' : 'unsent' } = request;
  const access: Access = { at, push: request.push ?? false, alsoPull: request.alsoPull ?? [] };
  const attempt = (authorization: string | undefined) =>
    sendRepeatedly(
      at.host,
      {
        method,
        url,
        headers: { ...headers, ...(authorization !== undefined && { authorization }) },
        ...(body !== undefined && { body }),
        ...(slow && { slow }),
      },
      repeatable,
    );
  if (url.origin !== origin.origin) return attempt(undefined);
  const held = await authorizer.held(access);
  const answer = await attempt(held);
  if (answer.status !== 401) return answer;
  const challenges = parseChallenges(answer.headers['www-authenticate']);
  await dropBody(answer);
  const renewed = await authorizer.renew(access, origin, challenges, held);
  const again = await attempt(renewed);
  if (again.status !== 401) return again;
  const words = await readWords(again, parts.secrets.scrub);
  const narrow = parseChallenges(again.headers['www-authenticate']).some(
    ({ parameters }) => parameters.get('error') === 'insufficient_scope',
  );
  // The login was taken and is not enough: nobody should go looking for a wrong password.
  throw refusalReason(at, request.what, narrow ? 403 : 401, words.text);
}

async function thrown(parts: SenderParts, request: RegistryRequest, answer: Answer): Promise<StewardError> {
  const words = await readWords(answer, parts.secrets.scrub);
  return refusalReason(request.at, request.what, answer.status, words.text);
}

/** Accepted, or where it stands: only these say where an upload goes on. */
function opensUpload({ status }: Answer): boolean {
  return status === 202 || status === 204;
}

function isRead({ method }: RegistryRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}

function nextAddress(request: RegistryRequest, url: URL, { headers }: Answer): URL | undefined {
  const { location } = headers;
  if (location === undefined) return undefined;
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  if (next === undefined || next.username !== '' || next.password !== '')
    throw unclear(request, 'its Location is no address');
  return next;
}

/**
 * Where an upload goes on. Behind a proxy that ends TLS many registries name themselves by `http:`; that is the same
 * place, and is spoken to as before.
 */
function safeLocation(parts: SenderParts, request: RegistryRequest, origin: URL, location: URL): URL {
  const next = new URL(location);
  if (origin.protocol === 'https:' && next.protocol === 'http:' && next.hostname === origin.hostname) {
    next.protocol = 'https:';
    next.port = origin.port;
  }
  requireSafe(parts, request, origin, next);
  return next;
}

function requireSafe(parts: SenderParts, { at }: RegistryRequest, origin: URL, next: URL): void {
  if (next.protocol === 'https:') return;
  if (next.protocol === 'http:' && origin.protocol === 'http:' && parts.mayGoPlain(next.host)) return;
  throw new StewardError('image_registry_insecure', { host: at.host, where: `${next.protocol}//${next.host}` });
}

function unclear({ at, what }: RegistryRequest, why: string): StewardError {
  return new StewardError('image_registry_unclear', { host: at.host, what, why });
}
