import { createHash, createPublicKey, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, importPKCS8 } from 'jose';
import { account, tokenNames } from './registry-server';

export interface TokenService {
  readonly realm: string;
  /** What was asked for, as `user scope scope …`. */
  readonly asked: readonly string[];
  /** Seconds that a token says that it is good for; the registry believes what is signed, an hour. */
  term: number;
  /** Takes every right but reading away. */
  readOnly: boolean;
  /** The refresh token that it takes. */
  readonly refreshToken: string;
  readonly stop: () => Promise<void>;
}

/** A token service as Docker's registries ask for (docs.docker.com, "Token authentication specification"). */
export async function startTokenService({
  key,
  certificate,
}: {
  key: string;
  certificate: string;
}): Promise<TokenService> {
  const signingKey = await importPKCS8(await readFile(key, 'utf8'), 'RS256');
  const kid = keyId(await readFile(certificate, 'utf8'));
  const asked: string[] = [];
  const service = { term: 300, readOnly: false, refreshToken: 'planted-refresh-token' };

  async function sign(scopes: readonly string[], user: string): Promise<string> {
    const access = scopes.map((scope) => {
      const [type = '', name = '', actions = ''] = scope.split(':');
      const wanted = actions.split(',').filter((action) => action === 'pull' || (user !== '' && !service.readOnly));
      return { type, name, actions: wanted };
    });
    return new SignJWT({ access, jti: randomUUID() })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setIssuer(tokenNames.issuer)
      .setSubject(user)
      .setAudience(tokenNames.service)
      .setIssuedAt()
      .setNotBefore(Math.floor(Date.now() / 1_000) - 5)
      .setExpirationTime('1h')
      .sign(signingKey);
  }

  /** The user, or undefined for a wrong password; '' for nobody. */
  async function userOf(request: IncomingMessage, form: URLSearchParams): Promise<string | undefined> {
    if (request.method === 'POST')
      return form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === service.refreshToken
        ? account.user
        : undefined;
    const { authorization } = request.headers;
    if (authorization === undefined) return Promise.resolve('');
    const pair = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    return pair === `${account.user}:${account.password}` ? account.user : undefined;
  }

  const server = createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://tokens');
      const body: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) body.push(chunk);
      const form = request.method === 'POST' ? new URLSearchParams(Buffer.concat(body).toString()) : url.searchParams;
      const scopes = form.getAll('scope').flatMap((scope) => scope.split(' '));
      const user = await userOf(request, form);
      asked.push([user ?? 'refused', ...scopes].join(' '));
      const wrong = user === undefined || form.get('service') !== tokenNames.service;
      // It repeats what it was sent, as a careless one would.
      if (wrong) {
        response.statusCode = 401;
        response.end(JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: request.headers.authorization }] }));
      } else response.end(JSON.stringify({ token: await sign(scopes, user), expires_in: service.term }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const realm = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  return Object.assign(service, {
    realm,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

/** How docker-registry 2 names a key: 240 bits of its digest in base 32, in groups of four. */
function keyId(certificate: string): string {
  const der = createPublicKey(certificate).export({ type: 'spki', format: 'der' });
  const bytes = createHash('sha256').update(der).digest().subarray(0, 30);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters =
    bits.match(/.{5}/g)?.map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)]) ?? [];
  return (letters.join('').match(/.{4}/g) ?? []).join(':');
}
