import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';

const algorithm = 'RS256';

export interface Claims {
  readonly issuer: string;
  readonly audience: string;
  /** From now; negative for a token that has already ended. */
  readonly expiresInSeconds: number;
  readonly more: Readonly<Record<string, string>>;
}

/** One RSA key pair: signs what the stand-in sends to the bot and the tokens that it gives to the bot. */
export interface Keys {
  /** For the state file: the bot holds the public keys for a day, so a restart must not change them. */
  readonly saved: JWK;
  /** The public half, endorsed for Teams. */
  readonly jwks: { readonly keys: readonly (JWK & { readonly endorsements: readonly string[] })[] };
  sign(claims: Claims): Promise<string>;
  /** The claims of a token of ours for this audience; rejects for any other. */
  verify(token: string, audience: string): Promise<Readonly<Record<string, unknown>>>;
}

export async function createKeys(saved: JWK | undefined, now: () => Date): Promise<Keys> {
  const jwk = saved ?? (await exportJWK((await generateKeyPair(algorithm, { extractable: true })).privateKey));
  const { kty, n, e } = jwk;
  const kid = await calculateJwkThumbprint(jwk);
  const signingKey = await importJWK(jwk, algorithm);
  const half = { kty, n, e, alg: algorithm };
  const publicHalf = Object.fromEntries(Object.entries(half).filter(([, value]) => value !== undefined)) as JWK;
  const verifyingKey = await importJWK(publicHalf, algorithm);
  return {
    saved: jwk,
    jwks: { keys: [{ ...publicHalf, kid, x5t: kid, use: 'sig', endorsements: ['msteams'] }] },
    async sign({ issuer, audience, expiresInSeconds, more }) {
      const seconds = Math.floor(now().getTime() / 1000);
      return new SignJWT({ ...more, jti: randomUUID() })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid, x5t: kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setNotBefore(seconds + Math.min(0, expiresInSeconds) - 60)
        .setExpirationTime(seconds + expiresInSeconds)
        .sign(signingKey);
    },
    async verify(token, audience) {
      const { payload } = await jwtVerify(token, verifyingKey, {
        audience,
        algorithms: [algorithm],
        currentDate: now(),
      });
      return payload;
    },
  };
}
