import { z } from 'zod';
import { StewardError } from '../../../domain/errors';
import type { Exchange } from './exchange';
import type { Credentials } from './parse-auth-file';
import type { Repository } from './parse-reference';
import { readBody } from './read-body';
import { readWords, refusalReason } from './refusal';
import type { SendRepeatedly } from './repeat';
import type { Secrets } from './secrets';
import { parseJson } from '../parse-json';

export interface Token {
  readonly token: string;
  /** Ms since 1970 from which on it is not sent any more. */
  readonly until: number;
}

export interface TokenRequest {
  readonly at: Repository;
  readonly realm: URL;
  readonly service?: string;
  readonly scopes: readonly string[];
}

export type AskForToken = (request: TokenRequest, credentials: Credentials | undefined) => Promise<Token>;

const maximalAnswer = 256 * 1024;
/** A token without a term is good for 60 s, and none is believed for longer than an hour. */
const standardTerm = 60;
const longestTerm = 3_600;
/** A token may be on its way for a part of its term. */
const usedShare = 0.9;

const answerSchema = z.looseObject({
  token: z.string().exactOptional(),
  access_token: z.string().exactOptional(),
  expires_in: z.number().exactOptional(),
});

/**
 * Asks a token service as Docker's registries define it: with a password by GET, with a refresh token by POST (OAuth
 * 2.0), without credentials for what everybody may read. Redirects are not followed: they could take the password
 * anywhere. Throws `image_registry_login` and what any request throws.
 */
export function createTokenClient(send: SendRepeatedly, secrets: Secrets, now: () => Date): AskForToken {
  return async ({ at, realm, service, scopes }, credentials) => {
    const { host, name: repository } = at;
    const answer = await send(host, tokenExchange(realm, service, scopes, credentials), 'always');
    if ([400, 401, 403].includes(answer.status)) {
      const why = `its token service ${realm.host} says ${(await readWords(answer, secrets.scrub)).text}`;
      throw new StewardError('image_registry_login', { host, repository, why });
    }
    const what = `give us a token at ${realm.host}`;
    if (answer.status !== 200) {
      const why = (await readWords(answer, secrets.scrub)).text;
      // It is the token service that is missing then, not the repository.
      if (answer.status === 404) throw new StewardError('image_registry_unclear', { host, what, why });
      throw refusalReason(at, what, answer.status, why);
    }
    const token = readToken(await readBody(answer, maximalAnswer), now());
    if (token === undefined) throw new StewardError('image_registry_unclear', { host, what, why: 'it holds no token' });
    return token;
  };
}

function tokenExchange(
  realm: URL,
  service: string | undefined,
  scopes: readonly string[],
  credentials: Credentials | undefined,
): Exchange {
  const accept = { accept: 'application/json' };
  if (credentials?.kind === 'refresh') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'steward',
      ...(service !== undefined && { service }),
      scope: scopes.join(' '),
      refresh_token: credentials.token,
    });
    return {
      method: 'POST',
      url: realm,
      headers: { ...accept, 'content-type': 'application/x-www-form-urlencoded' },
      body: { bytes: Buffer.from(form.toString()) },
    };
  }
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  if (credentials?.kind !== 'password') return { method: 'GET', url, headers: accept };
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
  return { method: 'GET', url, headers: { ...accept, authorization: `Basic ${pair}` } };
}

function readToken(body: Buffer | undefined, now: Date): Token | undefined {
  const answer = answerSchema.safeParse(parseJson(body));
  const token = answer.data?.token ?? answer.data?.access_token;
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token)) return undefined;
  const told = answer.data?.expires_in;
  const term = Math.min(told !== undefined && told > 0 ? told : standardTerm, longestTerm);
  return { token, until: now.getTime() + term * 1_000 * usedShare };
}
