import type { Keys } from './keys';
import type { JsonObject } from './transcript-types';

/** How to sign differently from Teams, for tests. */
export interface TokenWish {
  readonly issuer?: string | undefined;
  readonly audience?: string | undefined;
  readonly serviceUrl?: string | undefined;
  readonly expiresInSeconds?: number | undefined;
  /** Signed by a key that nobody published, under the published key's id; or no token at all. */
  readonly kind?: 'good' | 'forged' | 'absent' | undefined;
}

export interface Delivery {
  readonly activityId: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** The answer's body as text. */
  readonly body: string;
  readonly milliseconds: number;
  readonly error?: string;
}

export type Deliver = (activity: JsonObject, wish?: TokenWish) => Promise<Delivery>;

/** Teams gives up on a bot after this long. */
const patienceMs = 15_000;

export interface DeliverParts {
  readonly keys: Keys;
  /** A new key that nobody knows. */
  readonly strangerKeys: () => Promise<Keys>;
  readonly appId: string;
  readonly botUrl: () => string;
  readonly now: () => Date;
}

async function tokenFor(parts: DeliverParts, activity: JsonObject, wish: TokenWish): Promise<string | undefined> {
  if (wish.kind === 'absent') return undefined;
  const signer = wish.kind === 'forged' ? await parts.strangerKeys() : parts.keys;
  const token = await signer.sign({
    issuer: wish.issuer ?? 'https://api.botframework.com',
    audience: wish.audience ?? parts.appId,
    expiresInSeconds: wish.expiresInSeconds ?? 3600,
    more: { serviceurl: wish.serviceUrl ?? String(activity['serviceUrl']) },
  });
  if (wish.kind !== 'forged') return token;
  const { kid } = parts.keys.jwks.keys[0] ?? {};
  const header = Buffer.from(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid })).toString('base64url');
  return [header, ...token.split('.').slice(1)].join('.');
}

/** Posts an activity to the bot with a signed token, as Teams does; the outcome is told, never thrown. */
export function createDeliver(parts: DeliverParts): Deliver {
  return async (activity, wish = {}) => {
    const started = parts.now().getTime();
    const outcome = (rest: { status: number; body: string; error?: string }): Delivery => ({
      activityId: String(activity['id']),
      milliseconds: parts.now().getTime() - started,
      ...rest,
    });
    const token = await tokenFor(parts, activity, wish);
    try {
      const response = await fetch(parts.botUrl(), {
        method: 'POST',
        redirect: 'error',
        headers: {
          'Content-Type': 'application/json',
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(activity),
        signal: AbortSignal.timeout(patienceMs),
      });
      return outcome({ status: response.status, body: await response.text() });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return outcome({ status: 0, body: '', error: why });
    }
  };
}
