import { StewardError } from '../../../domain/errors';
import type { Challenge } from './challenge';
import type { FindCredentials } from './credentials';
import type { Credentials } from './parse-auth-file';
import type { Repository } from './parse-reference';
import type { AskForToken, Token, TokenRequest } from './ask-for-token';
import type { Secrets } from './secrets';

/** What a request will do, which is what a token must allow. */
export interface Access {
  readonly at: Repository;
  readonly push: boolean;
  /** Other repositories of the host that it reads from, for a mount. */
  readonly alsoPull: readonly string[];
}

export interface Authorizer {
  /** The `Authorization` to send at first: none to a host that never asked for one. */
  held(access: Access): Promise<string | undefined>;
  /**
   * The `Authorization` after a 401 that answered to `refused`. Throws `image_registry_login` when there is no other,
   * `image_registry_insecure` when the challenge names a token service without TLS.
   */
  renew(access: Access, origin: URL, challenges: readonly Challenge[], refused: string | undefined): Promise<string>;
}

export interface AuthorizerParts {
  readonly credentials: FindCredentials;
  readonly askForToken: AskForToken;
  readonly secrets: Secrets;
  readonly now: () => Date;
  /** Whether a host may be spoken to without TLS. */
  readonly mayGoPlain: (host: string) => boolean;
}

/** How a host wants it: `Basic`, or tokens of this service. */
type Way = { readonly kind: 'basic' } | { readonly kind: 'bearer'; readonly realm: URL; readonly service?: string };

/** More scopes than these are not worked with at once. */
const maximalTokens = 1_000;

/** Who we are to each registry; tokens are kept for a host and scope until they end. */
export function createAuthorizer(parts: AuthorizerParts): Authorizer {
  const { credentials, askForToken, secrets, now, mayGoPlain } = parts;
  const ways = new Map<string, Way>();
  const tokens = new Map<string, Promise<Token>>();

  async function find(at: Repository): Promise<Credentials | undefined> {
    const found = await credentials(at);
    secrets.add(
      ...(found === undefined ? [] : found.kind === 'password' ? [found.password, basic(found)] : [found.token]),
    );
    return found;
  }

  async function tokenFor(access: Access, way: Extract<Way, { kind: 'bearer' }>, refused?: string): Promise<string> {
    const scopes = scopesOf(access);
    const key = [access.at.host, way.realm.href, ...scopes].join(' ');
    const known = await tokens.get(key)?.catch(() => undefined);
    if (known !== undefined && bearer(known) !== refused && known.until > now().getTime()) return bearer(known);
    const request: TokenRequest = {
      at: access.at,
      realm: way.realm,
      scopes,
      ...(way.service !== undefined && { service: way.service }),
    };
    const asked = find(access.at).then((found) => askForToken(request, found));
    if (tokens.size >= maximalTokens) tokens.clear();
    tokens.set(key, asked);
    const token = await asked.catch((error: unknown) => {
      tokens.delete(key);
      throw error;
    });
    secrets.add(token.token);
    return bearer(token);
  }

  return {
    async held(access) {
      const way = ways.get(access.at.host);
      if (way === undefined) return undefined;
      const found = await find(access.at);
      if (found?.kind === 'bearer') return bearer(found);
      if (way.kind === 'basic') return found?.kind === 'password' ? basic(found) : undefined;
      try {
        return await tokenFor(access, way);
      } catch (error) {
        // The registry may have moved to another service: the next request asks it again.
        ways.delete(access.at.host);
        throw error;
      }
    },
    async renew(access, origin, challenges, refused) {
      const { host, name: repository } = access.at;
      const refuse = (why: string) => new StewardError('image_registry_login', { host, repository, why });
      const way = chooseWay(challenges, (realm) => {
        if (realm.protocol === 'https:') return;
        if (realm.protocol === 'http:' && origin.protocol === 'http:' && mayGoPlain(realm.host)) return;
        throw new StewardError('image_registry_insecure', { host, where: `${realm.protocol}//${realm.host}` });
      });
      if (way === undefined) throw refuse('it asks for neither Basic nor Bearer');
      ways.set(host, way);
      const found = await find(access.at);
      if (found?.kind === 'bearer') return once(bearer(found), refused, refuse);
      if (way.kind === 'bearer') return tokenFor(access, way, refused);
      if (found === undefined) throw refuse('it asks for user and password, and there are none for it');
      if (found.kind !== 'password') throw refuse('it asks for user and password, and there is only a token for it');
      return once(basic(found), refused, refuse);
    },
  };
}

/** The same again would be refused again. */
function once(header: string, refused: string | undefined, refuse: (why: string) => StewardError): string {
  if (header === refused) throw refuse('they were refused');
  return header;
}

function chooseWay(challenges: readonly Challenge[], requireSafe: (realm: URL) => void): Way | undefined {
  const offered = challenges.find(({ scheme }) => scheme === 'bearer')?.parameters;
  const realm = offered?.get('realm');
  if (realm !== undefined && URL.canParse(realm)) {
    const url = new URL(realm);
    requireSafe(url);
    const service = offered?.get('service');
    // What it says of user and password is not ours to send.
    if (url.username === '' && url.password === '')
      return { kind: 'bearer', realm: url, ...(service !== undefined && { service }) };
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : undefined;
}

/** Scopes of Docker's token services: `repository:<name>:pull,push`. */
function scopesOf({ at, push, alsoPull }: Access): string[] {
  const others = [...new Set(alsoPull)].filter((name) => name !== at.name).sort();
  return [`repository:${at.name}:${push ? 'pull,push' : 'pull'}`, ...others.map((name) => `repository:${name}:pull`)];
}

function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function bearer({ token }: { readonly token: string }): string {
  return `Bearer ${token}`;
}
