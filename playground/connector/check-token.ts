import type { Parts } from './parts';
import type { Call } from './http';
import { Refusal } from './refusal';

/** The audience of tokens for the connector API. */
export const connectorAudience = 'https://api.botframework.com';

/** Lets only calls through that carry a token which the stand-in gave to the bot. */
export async function checkToken(parts: Parts, call: Call): Promise<void> {
  const token = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1];
  const denied = new Refusal(401, 'AuthorizationFailed', 'Authorization has been denied for this request.');
  if (token === undefined) throw denied;
  const claims = await parts.keys.verify(token, connectorAudience).catch(() => undefined);
  if (claims?.['appid'] !== parts.workplace.bot.appId) throw denied;
}
