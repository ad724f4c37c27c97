import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { connectorAudience } from './check-token';
import { withFault } from './faults';
import type { Answer, Call, Route } from './http';
import type { Parts } from './parts';

const tokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.literal(`${connectorAudience}/.default`),
});

const hour = 3600;

function same(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** The directory's token endpoint: client credentials → a token for the connector API. */
async function giveToken(parts: Parts, call: Call): Promise<Answer> {
  const parsed = tokenRequest.safeParse(call.body);
  if (!parsed.success) return { status: 400, body: { error: 'invalid_request' } };
  const { client_id: appId, client_secret: secret } = parsed.data;
  if (!same(appId, parts.workplace.bot.appId) || !same(secret, parts.appPassword))
    return { status: 401, body: { error: 'invalid_client' } };
  const token = await parts.keys.sign({
    issuer: `https://sts.windows.net/${parts.workplace.tenantId}/`,
    audience: connectorAudience,
    expiresInSeconds: hour,
    more: { appid: appId, tid: parts.workplace.tenantId, ver: '1.0' },
  });
  return { status: 200, body: { token_type: 'Bearer', expires_in: hour, access_token: token } };
}

/** Key documents by which the bot knows the stand-in, and the endpoint where the bot gets its own tokens. */
export function tokenRoutes(parts: Parts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/keys/openidconfiguration',
      handle: () => ({
        status: 200,
        body: {
          issuer: connectorAudience,
          authorization_endpoint: 'https://invalid.example',
          jwks_uri: `${parts.origin()}/keys/jwks`,
          id_token_signing_alg_values_supported: ['RS256'],
          token_endpoint_auth_methods_supported: ['private_key_jwt'],
        },
      }),
    },
    { method: 'GET', path: '/keys/jwks', handle: () => ({ status: 200, body: parts.keys.jwks }) },
    {
      method: 'POST',
      path: '/login/token',
      handle: (call) => withFault(parts.faults.take('token'), () => giveToken(parts, call)),
    },
  ];
}
