import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import { z } from 'zod';
import type { ChatIdentity } from './chat-settings';
import { SendError } from './send-error';

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** A token is renewed this long before it ends. */
const earlyMs = 5 * 60_000;
const patienceMs = 5_000;

type StandIn = Extract<ChatIdentity, { kind: 'stand-in' }>;

async function fetchToken({ origin, appId, secret }: StandIn): Promise<z.infer<typeof grantSchema>> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: secret,
    scope: 'https://api.botframework.com/.default',
  });
  const response = await fetch(`${origin}/login/token`, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  if (response.status === 401) throw new SendError({ kind: 'no-token', why: 'the connector has another password' });
  if (!response.ok) throw new SendError({ kind: 'unsent', why: `no token: HTTP ${response.status}` });
  return grantSchema.parse(await response.json());
}

/** Tokens from the stand-in's own endpoint: the SDK's ways to a token accept Microsoft's directory over HTTPS only. */
export function createStandInCredentials(identity: StandIn, now: () => Date): ServiceClientCredentialsFactory {
  let token: { readonly text: string; readonly until: number } | undefined;
  return {
    isValidAppId: (appId) => Promise.resolve(appId === identity.appId),
    isAuthenticationDisabled: () => Promise.resolve(false),
    createCredentials: () =>
      Promise.resolve({
        async signRequest(request) {
          if (!token || token.until < now().getTime()) {
            const grant = await fetchToken(identity);
            token = { text: grant.access_token, until: now().getTime() + grant.expires_in * 1000 - earlyMs };
          }
          request.headers.set('Authorization', `Bearer ${token.text}`);
          return request;
        },
      }),
  };
}
