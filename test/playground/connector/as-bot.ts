import { botToken } from './stand-in';

export interface BotAnswer {
  readonly status: number;
  /** Empty without one. */
  readonly body: Record<string, unknown>;
  readonly retryAfter: string | null;
}

/** A call of the connector API, below `/connector/v3`. */
export type AsBot = (
  method: string,
  address: string,
  body?: unknown,
  more?: { readonly authorization?: string; readonly signal?: AbortSignal },
) => Promise<BotAnswer>;

/** What the bot does, with a new token. */
export async function connectAsBot(origin: string): Promise<AsBot> {
  return asBotWith(origin, await botToken(origin));
}

export function asBotWith(origin: string, token: string): AsBot {
  return async (method, address, body, { authorization = `Bearer ${token}`, signal } = {}) => {
    const response = await fetch(`${origin}/connector/v3${address}`, {
      method,
      headers: { Authorization: authorization, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
      retryAfter: response.headers.get('retry-after'),
    };
  };
}

export function address(conversation: string, more = ''): string {
  return `/conversations/${encodeURIComponent(conversation)}${more}`;
}
